// Makes the Arabic fonts beside the pages from those of the npm packages: the letters of Arabic, Persian, Urdu and Kurdish writing, weights
// 400 to 700. Left out are presentation forms (U+FB50 and on) and letters of African and Quranic writing (U+08A0 and on); the
// reader's own fonts show them. With them the two fonts are 260 kB, more than a reader on a poor line is to wait for.
//
//     node fonts.mjs   in this folder, after npm ci; the result is committed
import { readFile, writeFile } from "node:fs/promises";
import subset from "subset-font";

const letters = [];
for (const [from, to] of [[0x600, 0x6ff], [0x750, 0x77f], [0x200c, 0x200f], [0x20, 0x20]]) {
  for (let c = from; c <= to; c++) letters.push(String.fromCodePoint(c));
}
for (const name of ["noto-sans-arabic", "noto-naskh-arabic"]) {
  const file = `${name}-arabic-wght-normal.woff2`;
  const whole = await readFile(`node_modules/@fontsource-variable/${name}/files/${file}`);
  const part = await subset(whole, letters.join(""), { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } });
  await writeFile(`../assets/fonts/${file}`, part);
  console.log(`${file}: ${whole.length} bytes, of which ${part.length} are kept`);
}
