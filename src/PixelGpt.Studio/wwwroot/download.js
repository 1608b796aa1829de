// Saves a blob as a file of the user.

/** Returns a name without the characters that file names must not have. */
export const fileNameOf = name => name.replace(/[\\/:*?"<>|]/g, '_');

export function download(blob, fileName) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileNameOf(fileName);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
