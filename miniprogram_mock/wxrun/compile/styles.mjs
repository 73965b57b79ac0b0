// WXSS as CSS: rpx as a fraction of the width, element names with the engine's prefix.

const TAGS =
  'view|text|button|input|textarea|image|scroll-view|swiper|swiper-item|form|label|navigator|' +
  'icon|checkbox|radio|switch|picker|canvas|rich-text|root-portal|page-container|cover-view'
const TAG = new RegExp(`(^|[\\s,>+~])(${TAGS})(?=$|[\\s,>+~.:\\[#])`, 'g')
const PAGE = /(^|[\s,])page(?=$|[\s,.:[])/g
const RPX = /([\d.]+)rpx/g
const RULE = /([^{}]+)\{/g
const IMPORT = /@import[^;]+;/g

function selector(text) {
  if (text.trim().startsWith('@')) return text
  return text.replace(TAG, '$1wx-$2').replace(PAGE, '$1.wx-page')
}

function asCss(wxss) {
  return wxss
    .replace(IMPORT, '')
    .replace(RPX, (_, amount) => `calc(var(--rpx) * ${amount})`)
    .replace(RULE, (_, names) => `${selector(names)}{`)
}

/** All sheets as one; uni-app's own classes keep components apart. The app's sheet comes first. */
export function stylesOf(program) {
  const names = program.ending('.wxss')
  const ordered = [...names.filter((name) => name === 'app.wxss'), ...names.filter((name) => name !== 'app.wxss')]
  return ordered.map((name) => `/* ${name} */\n${asCss(program.read(name))}`).join('\n')
}
