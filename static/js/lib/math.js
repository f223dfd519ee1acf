/**
 * Formulas as native MathML, in the notation of the explanation: w⁽ˡ⁾ⱼᵢ goes from neuron i of
 * layer l − 1 to neuron j of layer l. Layers count from 1 (0: the inputs); units are given from 0
 * and written from 1.
 */

const NAMESPACE = "http://www.w3.org/1998/Math/MathML";

/**
 * @param {string} tag
 * @param {...(Element | string)} children
 */
function element(tag, ...children) {
  const made = document.createElementNS(NAMESPACE, tag);
  made.append(...children);
  return made;
}

/** @param {string} name */
export const mi = (name) => element("mi", name);
/** @param {string | number} number */
export const mn = (number) => element("mn", String(number));
/** @param {string} operator */
export const mo = (operator) => element("mo", operator);
/** Something in parentheses that keep the height of a letter. @param {...Element} children */
export const parenthesized = (...children) => {
  const [opening, closing] = [mo("("), mo(")")];
  for (const each of [opening, closing]) each.setAttribute("stretchy", "false");
  return row(opening, ...children, closing);
};
/** @param {...Element} children */
export const row = (...children) => element("mrow", ...children);
/** @param {Element} over @param {Element} under */
export const frac = (over, under) => element("mfrac", over, under);
/** @param {Element} base @param {Element} power */
export const power = (base, power) => element("msup", base, power);
/** @param {Element} inside */
export const root = (inside) => element("msqrt", inside);
/** @param {Element} base */
export const hat = (base) => element("mover", base, mo("^"));
/** @param {string} index */
export const sum = (index) => element("munder", mo("∑"), mi(index));
/** @param {Element} base @param {Element} under */
export const sub = (base, under) => element("msub", base, under);

/** @param {number} layer */
const raised = (layer) => row(mo("("), mn(layer), mo(")"));

/** @param {(number | string)[]} indices  numbers from 0, letters as they are */
function indexed(indices) {
  const shown = indices.map((each) => (typeof each === "number" ? mn(each + 1) : mi(each)));
  const wide = indices.some((each) => typeof each === "number" && each > 8);
  return row(...shown.flatMap((each, i) => (i && wide ? [mo(","), each] : [each])));
}

/**
 * @param {string} name
 * @param {number} layer
 * @param {...(number | string)} indices
 */
const symbol = (name, layer, ...indices) => element("msubsup", mi(name), indexed(indices), raised(layer));

/** @param {number} layer @param {number | string} to @param {number | string} from */
export const weight = (layer, to, from) => symbol("w", layer, to, from);
/** @param {number} layer @param {number | string} unit */
export const bias = (layer, unit) => symbol("b", layer, unit);
/** @param {number} layer @param {number | string} unit */
export const sumOf = (layer, unit) => symbol("z", layer, unit);
/** @param {number} layer @param {number | string} unit */
export const delta = (layer, unit) => symbol("δ", layer, unit);
/** What a neuron passes on: x for an input. @param {number} layer @param {number | string} unit */
export const signal = (layer, unit) => (layer === 0 ? sub(mi("x"), indexed([unit])) : symbol("a", layer, unit));
/** A prediction, with an index where there are several. @param {number} unit @param {number} outputs */
export const prediction = (unit, outputs) => (outputs > 1 ? sub(hat(mi("y")), indexed([unit])) : hat(mi("y")));
/** @param {number} unit @param {number} outputs */
export const target = (unit, outputs) => (outputs > 1 ? sub(mi("y"), indexed([unit])) : mi("y"));
/** The slope of the loss along something. @param {Element} along */
export const slopeOf = (along) => frac(row(mi("∂"), mi("L")), row(mi("∂"), along));

/** A formula of its own. @param {...Element} children */
export const math = (...children) => element("math", row(...children));
