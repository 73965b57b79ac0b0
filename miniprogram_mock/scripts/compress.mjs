// Writes `name.gz` beside every text file of a build that gets smaller by it, so that the server
// only has to hand it out: node scripts/compress.mjs <folder>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'

const TEXT = /\.(html|css|js|svg|json)$/
const folder = process.argv[2]

for (const name of readdirSync(folder, { recursive: true })) {
  if (!TEXT.test(name)) continue
  const plain = readFileSync(join(folder, name))
  const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })
  if (packed.length < plain.length) writeFileSync(join(folder, `${name}.gz`), packed)
}
