import { count } from "./plurals.js";

/** Texts of the lecturer and of the followers. */
export const lecture = {
  present: {
    button: (/** @type {number | null} */ followers) => (followers ? `Present · ${followers}` : "Present"),
    title: "Present to the class",
    scan: "Scan this, or open",
    code: "Code",
    picture: "QR code of the link",
    about:
      "The class sees every step that you make and what you select. Only you control the run. With “ask me” on, the " +
      "class is asked too.",
    followers: (/** @type {number} */ n) =>
      n === 0 ? "No one has joined yet" : `${count(n, "follower", "followers")} now`,
    here:
      "This address works on this computer only; phones cannot open it. Start the server with --host and open the " +
      "page by the computer's name in the network.",
    copy: "Copy the link",
    copied: "The link for the class is copied.",
    close: "Close",
    stop: "Stop presenting",
    stopped: "The class has ended. Only you see this run now.",
  },
  tally: (/** @type {number} */ answered, /** @type {number} */ followers) =>
    `${answered} of ${followers} have answered`,
  watch: {
    title: "The lecture",
    live: "Live",
    own: "On your own",
    waiting: "Waiting for the lecture…",
    over: "Ended",
    explore: "Explore on my own",
    back: "Back to the lecture",
    driven: "The lecturer controls this run. “Explore on my own” gives you your own run from this moment.",
    explored: "This run is yours: step, play and change what you like. The lecture goes on without you.",
    ended: "This class has ended, or the server no longer has it. ",
    again: "Try again",
  },
  question: {
    choose: "What do you think?",
    chosen: "Answer recorded. You can still change it.",
    right: "Correct.",
    wrong: (/** @type {string} */ answer) => `The correct answer: ${answer}.`,
    over: "These are the answers of the class.",
    bar: (/** @type {string} */ choice, /** @type {number} */ n) => `${choice}: ${count(n, "answer", "answers")}`,
    close: "Continue",
  },
};
