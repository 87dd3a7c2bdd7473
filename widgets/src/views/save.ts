/** A drawing as a file: what stands on the page, with the colours that it has there. */

const SPACE = "http://www.w3.org/2000/svg";
/** What a style sheet may have set and a file without one has to say itself: what is inherited, */
const INHERITED = [
  "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "paint-order",
  "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "visibility",
] as const;
/** and what is not, with what it is where nobody says so. */
const OWN = { opacity: "1", display: "inline" } as const;
/** Attributes that mean something on the page alone. */
const PAGES = /^(class|style|id|tabindex|role|aria-.*|data-.*)$/;
/** Pixels of a PNG for each of the page, and the longest side that every browser draws. */
const SCALE = 2;
const LONGEST = 8192;

/** Save a drawing as SVG, under a name without its ending. */
export function saveSvg(svg: SVGSVGElement, name: string): void {
  download(address(standalone(svg).text), `${name}.svg`);
}

/** Save a drawing as PNG, under a name without its ending; rejects where the browser cannot draw it. */
export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const { text, width, height } = standalone(svg);
  const scale = Math.min(SCALE, LONGEST / width, LONGEST / height);
  const image = new Image();
  image.src = address(text);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(scale * width);
  canvas.height = Math.round(scale * height);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  download(canvas.toDataURL("image/png"), `${name}.png`);
}

/** An address that holds the drawing: the policy of an exported page allows no other. */
function address(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** The drawing as it would be without the page: all of it at its own size, whatever part is in sight. */
export function standalone(svg: SVGSVGElement): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [i, original] of [svg, ...svg.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(original);
    const above = original === svg ? null : getComputedStyle(original.parentElement as Element);
    const target = copies[i] as Element;
    for (const name of target.getAttributeNames()) {
      if (PAGES.test(name)) target.removeAttribute(name);
    }
    for (const name of INHERITED) set(target, name, style.getPropertyValue(name), above?.getPropertyValue(name));
    for (const [name, usual] of Object.entries(OWN)) set(target, name, style.getPropertyValue(name), usual);
  }
  const { x, y, width, height } = extent(svg);
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.prepend(ground(svg, { x, y, width, height }));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function set(element: Element, name: string, value: string, usual: string | undefined): void {
  if (value && value !== usual) element.setAttribute(name, plain(value));
  else element.removeAttribute(name);
}

/** A mixed colour in the words that every program reads. */
function plain(value: string): string {
  const mixed = /^color\(srgb (\S+) (\S+) (\S+?)(?: \/ (\S+))?\)$/.exec(value);
  if (!mixed) return value;
  const parts = mixed.slice(1, 4).map((part) => Math.round(255 * Number(part)));
  return mixed[4] === undefined ? `rgb(${parts.join(", ")})` : `rgba(${parts.join(", ")}, ${mixed[4]})`;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** All that is drawn, with a margin. */
function extent(svg: SVGSVGElement): Box {
  const margin = 12;
  const { x, y, width, height } = svg.getBBox();
  return {
    x: Math.floor(x - margin),
    y: Math.floor(y - margin),
    width: Math.ceil(width + 2 * margin),
    height: Math.ceil(height + 2 * margin),
  };
}

/** The ground that the drawing stands on; white where nothing on the page has one. */
function ground(svg: SVGSVGElement, box: Box): SVGRectElement {
  const rect = document.createElementNS(SPACE, "rect");
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
  rect.setAttribute("fill", "#ffffff");
  for (let on: Element | null = svg; on; on = on.parentElement) {
    const colour = getComputedStyle(on).backgroundColor;
    if (colour && colour !== "transparent" && colour !== "rgba(0, 0, 0, 0)") {
      rect.setAttribute("fill", plain(colour));
      break;
    }
  }
  return rect;
}

function download(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
