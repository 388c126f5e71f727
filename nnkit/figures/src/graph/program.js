/**
 * A program such as "z = w * x\nJ = (z - y) ** 2" as the graph that nnkit.scalar records when Python runs it with
 * Values: the same nodes, in the same order, of the same names.
 */

const TOKEN = /\s*(\*\*|[-+*/()=.]|\d+(?:\.\d*)?|[A-Za-z_]\w*)/y;

/** The operations of one input, written as methods: z.sigmoid(). */
const FUNCTIONS = ["exp", "log", "tanh", "sigmoid", "relu"];

const NUMBERS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
};

function tokens(line) {
  const found = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < line.trimEnd().length; ) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(line);
    if (!match) throw new Error(`cannot read “${line.slice(at)}” in “${line}”`);
    found.push(match[1]);
  }
  return found;
}

const isNumber = (value) => typeof value === "number";
const leaf = (value) => ({ op: "", inputs: [], label: "", value });

/** Python's precedence: + and −, then · and /, then the sign, then powers, then calls of methods. */
class Reader {
  constructor(line, known) {
    this.line = line;
    this.known = known;
    this.tokens = tokens(line);
    this.place = 0;
  }
  get next() {
    return this.tokens[this.place];
  }
  take(...allowed) {
    if (allowed.length && !allowed.includes(this.next)) throw new Error(`“${allowed[0]}” is missing in “${this.line}”`);
    return this.tokens[this.place++];
  }
  left(operators, operand) {
    let value = operand();
    while (operators.includes(this.next)) value = binary(this.take(), value, operand());
    return value;
  }
  sum() {
    return this.left(["+", "-"], () => this.left(["*", "/"], () => this.signed()));
  }
  signed() {
    if (this.next !== "-") return this.power();
    this.take();
    const value = this.signed();
    return isNumber(value) ? -value : { op: "-", inputs: [value], label: "" };
  }
  power() {
    const base = this.called();
    if (this.next !== "**") return base;
    this.take();
    return binary("**", base, this.signed());
  }
  called() {
    let value = this.atom();
    while (this.next === ".") {
      this.take();
      value = { op: this.take(...FUNCTIONS), inputs: [value], label: "" };
      this.take("(");
      this.take(")");
    }
    return value;
  }
  atom() {
    const token = this.take();
    if (/^\d/.test(token)) return Number(token);
    if (/^[A-Za-z_]/.test(token ?? "")) return this.known(token);
    if (token !== "(") throw new Error(`a name or a number is missing in “${this.line}”`);
    const value = this.sum();
    this.take(")");
    return value;
  }
}

function binary(op, a, b) {
  if (isNumber(a) && isNumber(b)) return NUMBERS[op](a, b);
  if (op !== "**") return { op, inputs: [a, b].map((side) => (isNumber(side) ? leaf(side) : side)), label: "" };
  if (isNumber(b)) return { op: `**${b}`, exponent: b, inputs: [a], label: "" };
  if (isNumber(a)) return { op: `${a}**`, base: a, inputs: [b], label: "" };
  throw new Error("a power needs a number as its base or as its exponent");
}

/** Inputs before what they feed, in nnkit.scalar's order, without recursion. */
function topological(output) {
  const [order, seen, stack] = [new Set(), new Set(), [output]];
  while (stack.length) {
    const node = stack.at(-1);
    if (seen.has(node)) order.add(stack.pop());
    else {
      seen.add(node);
      stack.push(...node.inputs.toReversed());
    }
  }
  return [...order];
}

/** How a node was computed, by names, as nnkit.scalar writes it. */
function formula({ op }, names) {
  if (names.length === 1 && !op.startsWith("**")) return `${op}(${names[0]})`;
  const safe = names.map((name) => (name.startsWith("-") ? `(${name})` : name));
  return safe.length === 1 ? safe[0] + op : safe.join(` ${op} `);
}

/**
 * @param {string} program one assignment a line; the last one's name is the output
 * @returns {{name: string, op: string, label: string, formula: string, inputs: number[], constant: number | null,
 *   exponent?: number, base?: number}[]} inputs as places in this list; `constant` is the number of a leaf without name
 */
export function read(program) {
  const names = new Map();
  const known = (name) => names.get(name) ?? names.set(name, { ...leaf(null), label: name }).get(name);
  let output;
  for (const line of program.split("\n").filter((text) => text.trim())) {
    const reader = new Reader(line, known);
    const name = reader.take();
    reader.take("=");
    output = reader.sum();
    if (reader.next !== undefined || isNumber(output) || output.label)
      throw new Error(`“${line}” is no step of a graph`);
    output.label = name;
    names.set(name, output);
  }
  const order = topological(output);
  const shown = order.map(({ label, inputs, value }, i) => label || (inputs.length ? `v${i}` : String(value)));
  return order.map((node, i) => {
    const inputs = node.inputs.map((input) => order.indexOf(input));
    return {
      ...node,
      name: shown[i],
      constant: node.value ?? null,
      inputs,
      formula: inputs.length ? formula(node, inputs.map((k) => shown[k])) : "",
    };
  });
}
