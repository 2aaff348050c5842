// A flame graph as one SVG: each box is a function, as wide as the share of samples that passed it.
// @ts-check

const WIDTH = 1400;
const ROW = 18;
const HEAD = 30;
/** Pixels of a letter, about; boxes that are narrower than a few get no name, and none at all below half a pixel. */
const LETTER = 7;

/** @typedef {{ name: string, count: number, children: Map<string, Box> }} Box */

const newBox = (/** @type {string} */ name) => /** @type {Box} */ ({ name, count: 0, children: new Map() });
const escaped = (/** @type {string} */ text) =>
    text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** @param {string[][]} paths outermost first */
function boxesOf(paths) {
    const root = newBox('all');
    for (const path of paths) {
        let box = root;
        ++box.count;
        for (const name of path) {
            const child = box.children.get(name) ?? newBox(name);
            box.children.set(name, child);
            box = child;
            ++box.count;
        }
    }
    return root;
}

const depthOf = (/** @type {Box} */ box) => /** @type {number} */ (1 + Math.max(0, ...[...box.children.values()].map(depthOf)));

/** Warm, and the same for the same name in every picture. @param {string} name */
function colourOf(name) {
    let sum = 0;
    for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
    return `hsl(${20 + (sum % 35)} 85% ${62 + (sum % 13)}%)`;
}

/**
 * @param {string[][]} paths of all samples, outermost function first
 * @param {string} title
 */
export function flameGraph(paths, title) {
    const root = boxesOf(paths);
    const height = HEAD + depthOf(root) * ROW;
    /** @type {string[]} */
    const drawn = [];
    const draw = (/** @type {Box} */ box, /** @type {number} */ left, /** @type {number} */ row) => {
        const width = (box.count / root.count) * WIDTH;
        if (width < 0.5) return;
        const top = height - (row + 1) * ROW;
        const share = `${escaped(box.name)}: ${((100 * box.count) / root.count).toFixed(1)} %`;
        const letters = Math.floor(width / LETTER);
        drawn.push(`<g><title>${share}</title><rect x="${left.toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colourOf(box.name)}"/>` +
            (letters < 3 ? '' : `<text x="${(left + 3).toFixed(1)}" y="${top + 13}">${escaped(box.name.slice(0, letters))}</text>`) + '</g>');
        let at = left;
        for (const child of [...box.children.values()].sort((a, b) => b.count - a.count)) {
            draw(child, at, row + 1);
            at += (child.count / root.count) * WIDTH;
        }
    };
    draw(root, 0, 0);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="monospace" font-size="11">\n` +
        `<text x="8" y="20" font-size="14">${escaped(title)}</text>\n${drawn.join('\n')}\n</svg>\n`;
}
