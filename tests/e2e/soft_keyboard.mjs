// A phone's keyboard for Chromium, which emulates none.
// @ts-check

/**
 * It takes the lower part of the visual viewport while a field has the focus, as phones do, and scrolls nothing by
 * itself. To be given before the page is opened.
 * @param {import('playwright-core').Page} page @param {number} [height] CSS pixels
 */
export async function giveSoftKeyboard(page, height = 336) {
    await page.addInitScript((keyboard) => {
        let shown = false;
        const view = /** @type {VisualViewport} */ (window.visualViewport);
        Object.defineProperty(view, 'height', { get: () => innerHeight - (shown ? keyboard : 0) });
        const follow = () => setTimeout(() => {
            const now = !!document.activeElement?.matches('input:not([type=range]), textarea');
            if (now === shown) return;
            shown = now;
            view.dispatchEvent(new Event('resize'));
        }, 50);
        document.addEventListener('focusin', follow);
        document.addEventListener('focusout', follow);
    }, height);
}
