import { count } from "./plurals.js";

/** Words of those who present and those who follow. */
export const lecture = {
  present: {
    button: (/** @type {number | null} */ followers) => (followers ? `Present · ${followers}` : "Present"),
    title: "Present to the class",
    scan: "Scan this, or open",
    code: "Code",
    picture: "QR code of the link",
    about:
      "Everybody sees every step as you make it, and what you select. Nobody but you can drive. With “ask me” on, " +
      "your class is asked too.",
    followers: (/** @type {number} */ n) => (n === 0 ? "Nobody follows yet" : `${count(n, "follows", "follow")} now`),
    here:
      "This address is of this computer alone: phones cannot open it. Start the server with --host, and open the " +
      "page by its name in the network.",
    copy: "Copy the link",
    copied: "The link for the class is copied.",
    close: "Close",
    stop: "Stop presenting",
    stopped: "The class has ended. This run is yours alone.",
  },
  tally: (/** @type {number} */ answered, /** @type {number} */ followers) =>
    `${answered} of ${followers} have answered`,
  watch: {
    title: "The lecture",
    live: "Live",
    own: "On your own",
    waiting: "Waiting for the lecture…",
    over: "Over",
    explore: "Explore on my own",
    back: "Back to the lecture",
    driven: "The lecturer drives here. “Explore on my own” gives you a run of your own, from this very moment.",
    explored: "This run is yours: step, play and change what you like. The lecture goes on without you.",
    ended: "This class has ended, or the server has let go of it. ",
    again: "Look again",
  },
  question: {
    choose: "What do you think?",
    chosen: "Your answer counts. You may still change it.",
    right: "Right.",
    wrong: (/** @type {string} */ answer) => `The right answer: ${answer}.`,
    over: "This is how everybody answered.",
    bar: (/** @type {string} */ choice, /** @type {number} */ n) => `${choice}: ${count(n, "answer", "answers")}`,
    close: "Go on",
  },
};
