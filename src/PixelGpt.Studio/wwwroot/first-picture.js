// The picture that a new user sees first: the upper half is drawn, and the model draws the rest.

const rows = [
  '.............aaa........',
  '...........aabbca.......',
  '..........abbdddea......',
  '........aaabceaaa.......',
  '.......affgcdghha.......',
  '......aiiiigghhhha......',
  '.....aiiiihjjhhhjja.....',
  '....ahhhhhjjjjjjjjka....',
  '...ajhhlllmdddlllkka....',
  '.aajjjjlnnddddnnlkka....',
  'aoaajaldnpddddpndla.....',
  'aoqrgsldnpddddpndta.....',
  'aqrrgsaddddllddddaa.....',
  'arrugsgggddddddgghja....',
];
const side = 24;
const colors = {
  '.': '#ffffff',
  a: '#2e263e',
  b: '#ffdd6c',
  c: '#eaa518',
  d: '#c87d3a',
  e: '#a85830',
  f: '#7f9daf',
  g: '#122526',
  h: '#52566b',
  i: '#73798d',
  j: '#314151',
  k: '#331c3f',
  l: '#3d1415',
  m: '#d3b68c',
  n: '#fbfbf6',
  o: '#f5f6e8',
  p: '#14101f',
  q: '#e7eaed',
  r: '#a7e4f4',
  s: '#592f27',
  t: '#744831',
  u: '#b4bfce',
  v: '#97735a',
  w: '#daaef3',
};

/** Returns the picture for a model that draws in any colours. */
export function firstPicture(model) {
  const letters = Object.keys(colors),
    pixels = [...rows.join('')].map(letter => letters.indexOf(letter));
  return {
    model,
    palette: Object.values(colors),
    width: side,
    height: side,
    pixels: [...pixels, ...new Array(side * side - pixels.length).fill(0)],
    line: pixels.length,
  };
}
