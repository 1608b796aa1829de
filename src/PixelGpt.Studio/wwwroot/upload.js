// The files of an upload: pictures that the user chose or dropped, project files and saved pictures, as the server expects them.

import { toBase64 } from './base64.js';
import { pictures } from './frames.js';
import { parseProject } from './my-pictures.js';
import { toPng } from './picture-drawing.js';
import { restorePicture } from './picture-format.js';

/** Returns all files of a drop, those in folders included. */
export async function filesOfDrop(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [Object.defineProperty(file, 'fullPath', { value: entry.fullPath.replace(/^\//, '') })];
  }
  const reader = entry.createReader(),
    files = [];
  // A reader returns the entries of a folder in parts, the last of which is empty.
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return files;
    for (const child of part) files.push(...(await filesOfEntry(child)));
  }
}

const pathOf = file => file.fullPath || file.webkitRelativePath || file.name;

/** Suggests a name for what is learned from files: that of their folder, or of the only file. */
export function suggestName(paths) {
  const folders = new Set(paths.map(path => path.split('/').slice(0, -1)[0] ?? ''));
  const [folder] = folders;
  const name = folders.size === 1 && folder ? folder : paths.length === 1 ? paths[0].split('/').at(-1).replace(/\..*$/, '') : 'my-style';
  return safeName(name);
}

/** Replaces what a name of a model may not have. */
export function safeName(text) {
  const name = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return name || 'my-style';
}

/**
 * Converts files to those of an upload. Each frame of a project file of the studio becomes a picture.
 * @param {File[]} files
 * @returns {Promise<{name: string, content: string}[]>} the names and the contents in base64
 */
export async function toUpload(files) {
  const upload = [];
  for (const file of files) {
    const name = pathOf(file);
    if (!/\.json$/i.test(name)) upload.push({ name, content: await toBase64(file) });
    else upload.push(...(await ofFrames(parseProject(await file.text(), file.name), name.replace(/(\.pixelgpt)?\.json$/i, ''))));
  }
  return upload;
}

/** Converts saved pictures of this browser to files of an upload, each frame to one. */
export async function ofSavedPictures(saved) {
  return (await Promise.all(saved.map(({ name, picture }, index) => ofFrames(restorePicture(picture), `${index + 1} ${name}`)))).flat();
}

function ofFrames(picture, name) {
  const frames = pictures(picture);
  return Promise.all(
    frames.map(async (frame, index) => ({
      name: `${name}${frames.length > 1 ? ` ${index + 1}` : ''}.png`,
      content: await toBase64(await toPng(frame, 1, true)),
    })),
  );
}

/** Returns the names of all files. */
export function pathsOf(files) {
  return files.map(pathOf);
}
