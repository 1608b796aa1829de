// The words about pictures of watched folders. This module does not use the DOM.

import { plural } from './format.js';

const nameOf = path => path.split(/[\\/]/).pop();

/**
 * Returns the message about the pictures since an entry: the latest error, or else the latest picture.
 * @param {{number: number, file: string, candidates: string[], error: ?string}[]} pictures latest first
 * @param {number} shown the number of the last entry that was shown
 * @returns {?{text: string, isError: boolean}} null if there is nothing new
 */
export function latestMessage(pictures, shown) {
  const news = pictures.filter(picture => picture.number > shown),
    failed = news.find(picture => picture.error);
  if (failed) {
    const detail = failed.error.startsWith(`${failed.file}: `) ? failed.error.slice(failed.file.length + 2) : failed.error;
    return { text: `${nameOf(failed.file)}: ${detail}`, isError: true };
  }
  if (news.length === 0) return null;
  const count = news[0].candidates.length;
  return { text: `${nameOf(news[0].file)} has ${plural(count, 'new candidate')} in the folder “candidates”.`, isError: false };
}
