/**
 * The playground's own types.
 * @typedef {any} State every trait, as in settings.js `defaults`
 * @typedef {{x: Float64Array, target: Int32Array, n: number}} Data
 * @typedef {{train: number | null, trainRight: number, trainCount: number, test: number | null, testRight: number,
 *   testCount: number}} Measured losses and right answers; null where there are no points
 * @typedef {{every: number, steps: number[], train: number[], test: (number | null)[]}} Curves
 * @typedef {{step: number, loss: number, back: number, largest: number}} Trouble
 *   the step whose loss was not finite, the step of the weights that came back, the largest weight before
 * @typedef {object} Session a training under way
 * @property {import("../core/net.js").Net} net
 * @property {{step: Function, options: object}} rule
 * @property {Data} train
 * @property {Data} test
 * @property {number} step of the weights now
 * @property {Curves} history
 * @property {Measured} measured
 * @property {Trouble | null} trouble
 * @property {boolean} replayable do the seed and the step alone give these weights?
 * @property {(state: State) => Session} update follows the settings; what they leave as it is goes on
 * @property {(steps: number) => number} run takes steps, fewer where the loss stops being finite -> how many
 * @property {() => Record<string, any>} save the weights now, as the state's own: the next update finds them known
 * @typedef {{state: State, session: Session, still?: boolean}} View
 */

export {};
