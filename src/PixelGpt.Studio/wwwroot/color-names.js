// Names of colours in words, for screen readers and for users who cannot tell colours apart.

import { oklab } from './colors.js';

/** Hues by their upper limit in OKLCH degrees; red is at 29, yellow at 110, green at 142, cyan at 195, blue at 264, magenta at 328. */
const hues = [
  [12, 'pink'],
  [42, 'red'],
  [80, 'orange'],
  [116, 'yellow'],
  [168, 'green'],
  [222, 'cyan'],
  [285, 'blue'],
  [318, 'purple'],
  [345, 'magenta'],
  [360, 'pink'],
];

const minChroma = 0.03;

function greyName(lightness) {
  if (lightness > 0.96) return 'white';
  if (lightness < 0.2) return 'black';
  return lightness > 0.75 ? 'light grey' : lightness < 0.45 ? 'dark grey' : 'grey';
}

/** Returns the name of a colour #rrggbb, such as "dark blue". Different colours may have the same name. */
export function colorName(hex) {
  const [lightness, a, b] = oklab(hex),
    chroma = Math.hypot(a, b);
  if (chroma < minChroma || lightness < 0.12) return greyName(lightness);
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
    name = hues.find(([limit]) => hue < limit)[1];
  // English has other names for the dark and light shades of some hues.
  if (name === 'orange' && lightness < 0.65) return lightness < 0.4 ? 'dark brown' : 'brown';
  if (name === 'yellow' && lightness < 0.55) return lightness < 0.4 ? 'dark olive' : 'olive';
  if (name === 'red' && lightness > 0.75) return 'light pink';
  if (name === 'magenta' && lightness < 0.55) return lightness < 0.38 ? 'dark purple' : 'purple';
  return lightness > 0.82 && name !== 'yellow' ? `light ${name}` : lightness < 0.42 ? `dark ${name}` : name;
}

/** Returns the name and the value of a colour of a palette. The first colour is the background. */
export function describeColor(palette, index) {
  return `${index === 0 ? 'background, ' : ''}${colorName(palette[index])} ${palette[index]}`;
}
