const PARTS = {
  ribbon: ["ribbon"],
  health: ["health"],
  curve: ["curve"],
  transport: ["transport", "granularity", "counts"],
};

/**
 * Removes the parts of the copy that are not shown, before any panel draws.
 * @param {readonly string[]} panels  those that stay
 * @param {boolean} controls  whether there are buttons
 */
export function arrange(panels, controls) {
  const [root, main] = [document.querySelector(".scene"), document.querySelector(".panels")];
  for (const [panel, ids] of Object.entries(PARTS)) {
    const foot = panel === "curve" || panel === "transport";
    if (!panels.includes(panel) || (foot && !controls)) for (const id of ids) document.getElementById(id)?.remove();
  }
  for (const cell of main?.children ?? [])
    cell.classList.toggle("left-out", !panels.some((panel) => cell.classList.contains(`of-${panel}`)));
  for (const cell of [...(main?.querySelectorAll(".left-out") ?? [])]) cell.remove();
  root?.classList.toggle("bare", !controls);
  if (!main) return;
  const network = panels.includes("network") && main.querySelector(".of-network");
  main.className = `panels count-${main.children.length}${network ? " with-network" : ""}`;
}
