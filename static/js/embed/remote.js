import { exists } from "../lab/view.js";
import { settle } from "../page/printing.js";
import { report } from "./report.js";
import { Requests } from "./requests.js";
import { readState, VERSION } from "./state.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Refusal} Refusal */
/** @typedef {import("../lab/types.js").Command} Command */

const COMMANDS = ["forward", "back", "seek", "pause", "edit", "focus", "reset"]; // passed on as they are

/** Carries out the messages of the page around the scene, and answers each when it is done. */
export class Remote {
  /** What waits for the next welcome. @type {(() => void)[]} */
  #later = [];
  #requests = new Requests();

  /**
   * @param {import("../lab/lab.js").Lab} lab
   * @param {import("./messages.js").Messages} messages
   * @param {import("./types.js").SceneRules} rules
   */
  constructor(lab, messages, rules) {
    this.lab = lab;
    this.messages = messages;
    this.rules = rules;
    messages.onMessage = (message) => this.obey(message);
    lab.observe({
      event: (event) => this.#hear(event),
      received: ({ meta }) => this.#requests.arrived(meta.answers),
    });
  }

  /** Acts once the run is connected, or connected again. @param {() => void} act */
  later(act) {
    this.#later.push(act);
  }

  /** A frame was drawn: answers the messages that it carries out. */
  drawn() {
    for (const id of this.#requests.drawn()) this.#answer(id);
  }

  /** @param {import("../lab/types.js").ServerEvent} event */
  #hear(event) {
    if (event.type === "welcome") for (const act of this.#later.splice(0)) act();
    if (event.type !== "error") return;
    const request = this.#requests.refused(event.id);
    if (request) this.#refuse(event, request.message);
  }

  /** Does what a message asks for, now or when it is possible again. @param {Message} message */
  async obey(message) {
    const { view, connection } = this.lab;
    if (connection.suspended || !view?.frame) {
      this.later(() => this.obey(message));
      return;
    }
    const refusal = this.rules.refusal(message) ?? (await this.#carryOut(message, view));
    if (refusal) this.#refuse(refusal, message.id);
  }

  /**
   * Carries out a message; returns the refusal if it is not possible.
   * @param {Message} message
   * @param {import("../page/types.js").View} view
   * @returns {Promise<Refusal | null>}
   */
  async #carryOut({ target: _, id, ...given }, view) {
    switch (given.type) {
      case "get_state":
        return this.#answer(id);
      case "set_state":
        return this.#restore(String(given.state), id);
      case "settle":
        await settle(this.lab);
        return this.#answer(id);
      case "select":
        return this.#select(given.name ?? null, view.layout, id);
      case "play":
        return this.#play(given, id);
      default:
        if (!COMMANDS.includes(given.type)) return { code: "bad_command", message: `there is no ${given.type}` };
        // The server checks its fields.
        return this.#carry(/** @type {Command} */ (/** @type {unknown} */ (given)), id);
    }
  }

  /** @param {string | null} name @param {import("../wire/types.js").Layout} layout @param {string | undefined} id */
  #select(name, layout, id) {
    if (name !== null && !exists(String(name), layout))
      return { code: "bad_value", field: "select.name", message: `this network has no ${name}` };
    this.lab.dispatch({ type: "select", target: name });
    return this.#answer(id);
  }

  /** @param {Message} message @param {string | undefined} id */
  #play({ by, rate }, id) {
    this.lab.update({ ...(by ? { by } : {}), ...(rate !== undefined ? { rate } : {}) });
    return this.#carry({ type: "play", by: this.lab.view?.by, rate: this.lab.view?.rate }, id);
  }

  /** Goes to a state, within the run where that is possible. @param {string} text @param {string | undefined} id */
  async #restore(text, id) {
    const { lab } = this;
    const state = readState(text);
    if (!state) return { code: "bad_value", field: "state", message: `this is no state of version ${VERSION}` };
    if (lab.view?.frame.meta.playing) lab.send({ type: "pause" });
    if (state.run !== lab.query) return this.#exchange(state.query, id);
    lab.dispatch({ type: "select", target: state.select });
    lab.dispatch({ type: "command", command: { type: "focus", example: state.focus } });
    return this.#carry({ type: "seek", ...state.moment }, id);
  }

  /** Shows the moment of another run. @param {string} query @param {string | undefined} id */
  async #exchange(query, id) {
    const exchanged = await this.rules.exchange(query);
    if ("refusal" in exchanged) return exchanged.refusal;
    this.later(() => this.#carry({ type: "seek", ...exchanged.moment }, id));
    return null;
  }

  /**
   * Sends a command, after the next welcome if there is no connection; the message is answered with its frame.
   * @param {Command} command
   * @param {string | undefined} id  of the message
   */
  #carry(command, id) {
    const sent = this.lab.send(command);
    if (sent) this.#requests.add(sent, id);
    else this.later(() => this.#carry(command, id));
    return null;
  }

  /** @param {string | undefined} id */
  #answer(id) {
    if (id !== undefined) this.messages.post({ type: "answer", id, ...report(this.lab) });
    return null;
  }

  /** @param {Refusal} refusal @param {string | undefined} id */
  #refuse({ code, message, field }, id) {
    this.messages.post({ type: "error", id, code, message, field });
  }
}
