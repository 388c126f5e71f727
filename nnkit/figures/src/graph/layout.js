/** Places for the nodes of a small graph: columns from the leaves to the output, no edge through a node. */

/** An operation stands right of all its inputs, a leaf just left of the first node that it feeds. */
function columns(nodes) {
  const column = [];
  nodes.forEach(({ inputs }, i) => (column[i] = inputs.length ? 1 + Math.max(...inputs.map((k) => column[k])) : 0));
  nodes.forEach(({ inputs }, i) => {
    const fed = nodes.flatMap((node, k) => (node.inputs.includes(i) ? [column[k]] : []));
    if (!inputs.length && fed.length) column[i] = Math.min(...fed) - 1;
  });
  return column;
}

/** Items wanting places on a line, at least 1 apart, in the order of their wishes, around the wishes' middle. */
function spread(items) {
  items.sort((a, b) => a.wish - b.wish || a.order - b.order);
  items.forEach((item, i) => (item.row = i ? Math.max(item.wish, items[i - 1].row + 1) : item.wish));
  const shift = items.reduce((sum, { wish, row }) => sum + (wish - row) / items.length, 0);
  for (const item of items) item.row += shift;
}

/** One item a node, and one for each column that an edge crosses on its way to a later one. */
function itemsOf(nodes, column) {
  const items = nodes.map((_, i) => ({ column: column[i], order: i, feeds: [] }));
  const edges = nodes.flatMap(({ inputs }, to) => inputs.map((from, k) => ({ from, to, k, via: [] })));
  for (const edge of edges) {
    let behind = items[edge.from];
    for (let c = column[edge.from] + 1; c < column[edge.to]; c++) {
      const bend = { column: c, order: edge.from + 0.5, feeds: [] };
      behind.feeds.push(bend);
      edge.via.push(bend);
      items.push((behind = bend));
    }
    behind.feeds.push(items[edge.to]);
  }
  return { items, edges };
}

/**
 * @param {{inputs: number[]}[]} nodes inputs before what they feed
 * @returns {{places: {column: number, row: number}[], edges: {from: number, to: number, k: number,
 *   via: {column: number, row: number}[]}[], columns: number, rows: number}} rows begin at 0 and need not be whole;
 *   an edge is the use of a node as input number `k`
 */
export function layout(nodes) {
  const column = columns(nodes);
  const { items, edges } = itemsOf(nodes, column);
  const last = Math.max(...column);
  for (let c = last; c >= 0; c--) {
    const here = items.filter((item) => item.column === c);
    for (const item of here) {
      item.wish = item.feeds.length ? item.feeds.reduce((sum, { row }) => sum + row / item.feeds.length, 0) : 0;
    }
    spread(here);
  }
  const top = Math.min(...items.map(({ row }) => row));
  for (const item of items) item.row -= top;
  const rows = Math.max(...items.map(({ row }) => row)) + 1;
  return { places: items.slice(0, nodes.length), edges, columns: last + 1, rows };
}
