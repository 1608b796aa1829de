// Opens reports, which are HTML pages of the API, in a new browser tab.

/**
 * Opens a page of the API in a new tab. A link cannot send an API key, so with a key the page is fetched and copied into an empty tab.
 * A blob URL would not work: it inherits this page's content security policy, which blocks the report's own <style> elements.
 * That policy does allow style sheets that a script creates.
 */
export async function openReport(api, path) {
  const tab = window.open('', '_blank');
  if (!tab) throw new Error('The browser blocked the new tab. Allow pop-ups for this page and try again.');
  try {
    // Fetched first in any case, so that errors are shown on this page and not in the new tab.
    const html = await api.text(path);
    if (api.apiKey()) return fillTab(tab, html);
    tab.opener = null;
    tab.location = api.addressOf(path);
  } catch (error) {
    tab.close();
    throw error;
  }
}

// No script of the report can run: scripts parsed by DOMParser are never executed, and the content security policy, which the new tab
// inherits, blocks inline event handlers.
function fillTab(tab, html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const node of page.querySelectorAll('script, base, meta[http-equiv]')) node.remove();
  const sheet = new tab.CSSStyleSheet();
  sheet.replaceSync(
    [...page.querySelectorAll('style')]
      .map(node => {
        node.remove();
        return node.textContent;
      })
      .join('\n'),
  );
  const styled = [...page.querySelectorAll('[style]')].map(node => [node, node.getAttribute('style')]);
  const target = tab.document;
  target.documentElement.lang = page.documentElement.lang;
  target.title = page.title;
  target.adoptedStyleSheets = [sheet];
  target.body.replaceWith(target.adoptNode(page.body));
  for (const [node, text] of styled) node.style.cssText = text;
}
