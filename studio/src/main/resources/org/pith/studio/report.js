"use strict";
// Tooltips for the points of the drawings: by pointer, by touch, and by arrow keys from point to point. Without this script
// the browser shows each point's own title.
(() => {
  const tooltip = document.createElement("div");
  tooltip.className = "tooltip";
  tooltip.hidden = true;
  tooltip.setAttribute("aria-hidden", "true"); // The focused point is read out by its label.
  document.body.append(tooltip);
  let current = null;

  const middle = (point) => {
    const box = point.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };

  const hide = () => {
    if (current) current.classList.remove("current");
    current = null;
    tooltip.hidden = true;
  };

  const show = (point) => {
    if (point === current) return;
    hide();
    current = point;
    point.classList.add("current");
    tooltip.textContent = point.getAttribute("aria-label");
    tooltip.hidden = false;
    const at = middle(point);
    const width = document.documentElement.clientWidth;
    const left = Math.min(Math.max(8, at.x - tooltip.offsetWidth / 2), width - tooltip.offsetWidth - 8);
    const above = at.y - tooltip.offsetHeight - 14;
    tooltip.style.left = left + scrollX + "px";
    tooltip.style.top = (above > 4 ? above : at.y + 16) + scrollY + "px";
  };

  for (const svg of document.querySelectorAll("svg")) {
    const points = [...svg.querySelectorAll(".point")];
    if (!points.length) continue;
    for (const point of points) {
      const title = point.querySelector("title");
      point.setAttribute("aria-label", title.textContent);
      point.setAttribute("role", "img");
      point.setAttribute("tabindex", "-1");
      title.remove();
    }
    const visible = () => points.filter((point) => point.getClientRects().length);
    const enter = (point) => {
      for (const each of points) each.setAttribute("tabindex", each === point ? "0" : "-1");
    };
    const first = (group) => enter(group.find((point) => point.classList.contains("best")) || group[0]);
    first(visible());
    const scales = svg.closest("figure").querySelectorAll("input[name=scale]");
    for (const scale of scales) scale.addEventListener("change", () => { hide(); first(visible()); });

    const nearest = (event) => {
      const under = event.target.closest(".point");
      if (under) return under;
      let best = null;
      let least = 26;
      for (const point of visible()) {
        const at = middle(point);
        const distance = Math.hypot(at.x - event.clientX, at.y - event.clientY) - (point.classList.contains("best") ? 4 : 0);
        if (distance < least) { least = distance; best = point; }
      }
      return best;
    };
    const follow = (event) => {
      const point = nearest(event);
      if (point) show(point); else hide();
    };
    svg.addEventListener("pointermove", follow);
    svg.addEventListener("pointerdown", follow);
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("focusin", (event) => {
      if (event.target.classList.contains("point")) { enter(event.target); show(event.target); }
    });
    svg.addEventListener("focusout", hide);
    svg.addEventListener("keydown", (event) => {
      const picture = svg.classList.contains("picture");
      const order = picture ? points : visible().sort((a, b) => middle(a).x - middle(b).x || middle(b).y - middle(a).y);
      const row = picture ? points.filter((point) => middle(point).y === middle(points[0]).y).length : -1;
      const here = order.indexOf(event.target);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + row, ArrowUp: here - row, Home: 0, End: order.length - 1 }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined || here < 0 || !order[to]) return;
      event.preventDefault();
      order[to].focus();
    });
  }

  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
