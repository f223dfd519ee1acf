/** Messages that wait for their commands: a message is answered once the frame that answers the command is drawn. */
export class Requests {
  /** Ids of messages, by the id of the command that carries the message out. @type {Map<string, string | undefined>} */
  #open = new Map();
  /** Commands whose frame has arrived. @type {string[]} */
  #arrived = [];

  /** @param {string} command @param {string | undefined} message */
  add(command, message) {
    this.#open.set(command, message);
  }

  /** A frame arrived that answers these commands. @param {string[]} commands */
  arrived(commands) {
    this.#arrived.push(...commands.filter((id) => this.#open.has(id)));
  }

  /** A frame was drawn: removes the messages that can be answered, and returns their ids. */
  drawn() {
    return this.#arrived.splice(0).map((command) => this.#remove(command));
  }

  /**
   * A command was refused: removes its message. Returns null if the command carried no message out.
   * @param {string | null} command
   */
  refused(command) {
    return command !== null && this.#open.has(command) ? { message: this.#remove(command) } : null;
  }

  /** @param {string} command */
  #remove(command) {
    const message = this.#open.get(command);
    this.#open.delete(command);
    return message;
  }
}
