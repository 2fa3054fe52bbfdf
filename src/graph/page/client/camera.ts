import type { Layout } from "../../layout.ts";

export interface Camera {
  /** looks at a new drawing; the first time at all of it, if it can be read then */
  readonly frame: (layout: Layout, isFirst: boolean) => void;
  /** all of it, however small */
  readonly fit: () => void;
  /** by a factor, about the middle */
  readonly zoom: (factor: number) => void;
}

const LEAST = 0.05;
const MOST = 4;
/** below this nobody can read names */
const READABLE = 0.62;

const HEADINGS_HEIGHT = 16;
const HEADINGS = {
  entryPoint: "entry points",
  router: "routers",
  middleware: "middlewares",
  service: "services",
  server: "servers",
} as const;

/** Moves a scene: the wheel moves, with Ctrl or a pinch it zooms; dragging moves. Column headings stay in sight. */
export function makeCamera(canvas: SVGSVGElement, scene: SVGGElement, headings: HTMLElement): Camera {
  let layout: Layout = { boxes: new Map(), columns: [], width: 0, height: 0 };
  let scale = 1;
  let x = 0;
  let y = 0;

  function apply(): void {
    const { clientWidth: width, clientHeight: height } = canvas;
    // a corner of the drawing always stays in sight
    x = Math.min(Math.max(x, 80 - layout.width * scale), width - 80);
    y = Math.min(Math.max(y, 80 - layout.height * scale), height - 80);
    scene.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    for (const [index, column] of layout.columns.entries()) {
      const heading = headings.children[index];
      if (!(heading instanceof HTMLElement)) continue;
      heading.style.left = `${x + column.x * scale}px`;
      heading.style.width = `${column.width * scale}px`;
    }
  }

  function fitTo(least: number): void {
    const { clientWidth: width, clientHeight: height } = canvas;
    const wanted = Math.min(width / layout.width, (height - HEADINGS_HEIGHT) / layout.height, 1);
    scale = Math.max(wanted, least, LEAST);
    x = Math.max(0, (width - layout.width * scale) / 2);
    y = Math.max(HEADINGS_HEIGHT, (height - layout.height * scale) / 2);
    apply();
  }

  function zoomAt(factor: number, centreX: number, centreY: number): void {
    const next = Math.min(MOST, Math.max(LEAST, scale * factor));
    x = centreX - (centreX - x) * (next / scale);
    y = centreY - (centreY - y) * (next / scale);
    scale = next;
    apply();
  }

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (event.ctrlKey) {
        const { left, top } = canvas.getBoundingClientRect();
        zoomAt(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top);
        return;
      }
      const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      x -= (event.shiftKey ? event.deltaY : event.deltaX) * step;
      y -= (event.shiftKey ? 0 : event.deltaY) * step;
      apply();
    },
    { passive: false },
  );
  canvas.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const from = { x: down.clientX - x, y: down.clientY - y };
    const move = (event: PointerEvent): void => {
      // a click that trembles is a click
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 4) {
        canvas.classList.add("dragged");
      }
      if (!canvas.classList.contains("dragged")) return;
      x = event.clientX - from.x;
      y = event.clientY - from.y;
      apply();
    };
    const up = (): void => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      // after the click that this may be
      setTimeout(() => canvas.classList.remove("dragged"));
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
  });
  addEventListener("resize", apply);

  return {
    frame: (next, isFirst) => {
      layout = next;
      headings.replaceChildren(
        ...next.columns.map(({ kind }, index) => {
          const heading = document.createElement("span");
          const isNew = next.columns[index - 1]?.kind !== kind;
          heading.textContent = isNew ? HEADINGS[kind] : "";
          return heading;
        }),
      );
      if (isFirst || next.height * scale < canvas.clientHeight) fitTo(READABLE);
      else {
        y = HEADINGS_HEIGHT;
        apply();
      }
    },
    fit: () => fitTo(0),
    zoom: (factor) => zoomAt(factor, canvas.clientWidth / 2, canvas.clientHeight / 2),
  };
}
