// The worst contrast ratio (WCAG 2) of any visible text within an output, against what is painted below it.
(output) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const luminance = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => sum + w * linear(c[i] / 255), 0);
  const ancestors = (element) => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.push(e);
    return chain;
  };
  let worst = { worst: 99 };
  const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    // Marks need less.
    if (!/[\p{L}\p{N}]/u.test(text) || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const chain = ancestors(element);
    // What stands outside of an ancestor's box is not painted on it, or not at all where the ancestor scrolls.
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const holds = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
    const painting = chain.filter((e) => !output.contains(e) || holds(e.getBoundingClientRect()));
    if (chain.some((e) => !painting.includes(e) && getComputedStyle(e).overflow !== "visible")) continue;
    const below = painting
      .map((e) => rgba(getComputedStyle(e).backgroundColor))
      .reduceRight((under, layer) => over(layer, under), [255, 255, 255, 1]);
    const ink = rgba(getComputedStyle(element).color);
    ink[3] *= chain.filter((e) => output.contains(e)).reduce((o, e) => o * Number(getComputedStyle(e).opacity), 1);
    const [light, dark] = [luminance(over(ink, below)), luminance(below)].sort((x, y) => y - x);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < worst.worst) worst = { worst: ratio, text: text.slice(0, 60), tag: element.className || element.tagName };
  }
  return worst;
}
