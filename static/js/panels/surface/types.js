/**
 * The part of plotly.js that is used here; plotly has no types of its own. No code.
 *
 * @typedef {[number, number]} Range
 * @typedef {{x: number, y: number, z: number}} Vector
 * @typedef {{eye: Vector, center?: Vector, up?: Vector}} Camera
 *
 * @typedef {object} Plotly
 * @property {(plot: HTMLElement, traces: Trace[], layout: object, config: object) => Promise<unknown>} react
 * @property {{resize: (plot: HTMLElement) => Promise<unknown>}} Plots
 * @property {(figure: {data: Trace[], layout: object}, options: object) => Promise<string>} toImage
 */
/**
 * A field over a grid: `z[row][column]`, with colors as hex.
 * @typedef {{x: number[], y: number[], z: number[][], colorscale: [number, string][], showscale: boolean}} Field
 * @typedef {Field & {type: "surface", hovertemplate: string, contours: object}} Solid
 * @typedef {Field & {
 *   type: "contour", autocontour: boolean, contours: {start: number, end: number, size: number},
 *   line: {width: number}, hoverinfo: string
 * }} Contour
 */
/**
 * Lines, markers and text, with what `mode` names; `z` in space.
 * @typedef {object} Mark
 * @property {"scatter" | "scatter3d"} type
 * @property {string} mode
 * @property {(number | null)[]} x
 * @property {(number | null)[]} y
 * @property {(number | null)[]} [z]
 * @property {{color: string, width: number, dash?: string}} [line]
 * @property {Marker} [marker]
 * @property {string[]} [text]
 * @property {{color: string, size: number, weight?: number, shadow?: string}} [textfont]
 * @property {string} [textposition]
 * @property {string} [hoverinfo]
 * @property {string} [hovertemplate]
 *
 * @typedef {{
 *   symbol?: string, color?: string, size: number | number[], opacity?: number,
 *   line?: {color: string, width: number | number[]}
 * }} Marker
 *
 * @typedef {Solid | Contour | Mark} Trace
 * @typedef {[Solid | Contour, ...Mark[]]} Picture  the field first
 */
/**
 * An element that plotly has drawn in. What begins with an underscore is its own affair, so it may not be there.
 * @typedef {HTMLElement & {
 *   layout?: {xaxis?: {range: Range}, yaxis?: {range: Range}, scene?: {zaxis?: {range: Range}, camera?: Camera}},
 *   _fullLayout?: {scene?: {_scene?: Scene}},
 *   on?: (event: string, handler: (event: Pointed & {"scene.camera"?: Camera}) => void) => void
 * }} Plot
 *
 * @typedef {{
 *   dataScale?: number[],
 *   glplot?: {
 *     cameraParams?: Partial<Matrices>, gl: WebGLRenderingContext, canvas: HTMLCanvasElement, redraw: () => void
 *   }
 * }} Scene
 *
 * @typedef {{view: ArrayLike<number>, projection: ArrayLike<number>, model: ArrayLike<number>}} Matrices
 *
 * A pointer over points of the traces; on a field the place is row and column.
 * @typedef {{event?: MouseEvent, points: Point[]}} Pointed
 * @typedef {{x: number, y: number, pointIndex?: Index, pointNumber?: Index}} Point
 * @typedef {number | [number, number]} Index
 */
export {};
