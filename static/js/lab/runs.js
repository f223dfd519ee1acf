/** @typedef {import("./types.js").Origin} Origin */

/** The settings of a run were not accepted; `fields` names those that are wrong. */
export class RefusedRun extends Error {
  /** @param {string} message @param {string[]} fields */
  constructor(message, fields) {
    super(message);
    this.fields = fields;
  }
}

/**
 * Whether a run was refused because uploaded data no longer exist: another attempt would fail too.
 * @param {unknown} error
 * @param {Origin} origin
 */
export const lostData = (error, { spec }) =>
  error instanceof RefusedRun && error.fields.includes("data.name") && (spec?.data?.name?.startsWith("own-") ?? false);
