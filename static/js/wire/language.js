/** The page's language, in which the server is to answer. */
export const spoken = () => globalThis.document?.documentElement.lang || "en";

/** Headers of a request whose refusal is shown. @param {Record<string, string>} more */
export const speaking = (more = {}) => ({ "Accept-Language": spoken(), ...more });
