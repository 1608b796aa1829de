import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colorName } from '../../src/PixelGpt.Studio/wwwroot/color-names.js';

const names = {
  '#ffffff': 'white',
  '#000000': 'black',
  '#808080': 'grey',
  '#303030': 'dark grey',
  '#ff0000': 'red',
  '#ffa500': 'orange',
  '#ffff00': 'yellow',
  '#00ff00': 'light green',
  '#008000': 'green',
  '#00ffff': 'light cyan',
  '#0000ff': 'blue',
  '#000080': 'dark blue',
  '#800080': 'purple',
  '#ff00ff': 'magenta',
  '#ffc0cb': 'light pink',
  '#8b4513': 'brown',
  '#1d2b53': 'dark blue',
};

for (const [color, name] of Object.entries(names)) test(`${color} is ${name}`, () => assert.equal(colorName(color), name));
