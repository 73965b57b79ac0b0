// Line icons, drawn by us; 24 × 24, two strokes wide. Data addresses need no request, and every
// platform shows them in base64.
import { encode } from 'js-base64'

const SVG = 'http://www.w3.org/2000/svg'

const SHAPES = {
  home: '<path d="M3 11.5 12 4l9 7.5M5.5 10v10h13V10M10 20v-6h4v6"/>',
  code: '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM19 14v6M14 19.5h2.5"/>',
  bell: '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4"/>',
  me: '<circle cx="12" cy="8" r="4"/><path d="M4 21c.6-4.4 3.7-6.5 8-6.5s7.4 2.1 8 6.5"/>',
  family:
    '<circle cx="8" cy="8" r="3"/><circle cx="17" cy="9.5" r="2.3"/><path d="M2.5 20c.3-4 2.4-6 5.5-6s5.2 2 5.5 6M14.5 15.2c3.6-1.4 6.7.6 7 4.8"/>',
  apply: '<path d="M6 3h9l4 4v14H6zM14 3v5h5M12.5 11v6M9.5 14h6"/>',
  list: '<path d="M6 3h12v18H6zM9 8h6M9 12h6M9 16h4"/>',
  pay: '<path d="M3 7h18v12H3zM3 11h18M7 15.5h4"/>',
  wallet: '<path d="M4 6h14v3h2.5v10H4zM4 6v13M20.5 12H16a2 2 0 0 0 0 4h4.5"/>',
  visit: '<path d="M4 8h16v12H4zM9 8V5h6v3M12 11v6M9 14h6"/>',
  chronic:
    '<path d="M12 20S4 15.5 4 9.6A4.3 4.3 0 0 1 12 7.3a4.3 4.3 0 0 1 8 2.3C20 15.5 12 20 12 20zM7 12h2.5l1.5-2.5 2 4 1.3-1.5H17"/>',
  place: '<path d="M12 21s-7-6.3-7-11.5a7 7 0 0 1 14 0C19 14.7 12 21 12 21z"/><path d="M12 6.8v5.4M9.3 9.5h5.4"/>',
  gauge: '<path d="M4.5 18a9 9 0 1 1 15 0zM12 14l4-4.5M6.5 13h.3M12 7.5v.3M17.2 13h.3"/>',
  office: '<path d="M4 20.5V9.5L12 4l8 5.5v11M2.5 20.5h19M8 12v5M12 12v5M16 12v5"/>',
  policy: '<path d="M5 17V6a2.5 2.5 0 0 1 2.5-2.5H19v17H8a3 3 0 0 1 0-6h11M9.5 7.5h6M9.5 11h4"/>',
  quota: '<path d="M4 7h11M12 4l3 3-3 3M20 17H9M12 14l-3 3 3 3"/>',
  elder: '<path d="M4 19 9.5 5h1L16 19M6 14.5h8M18 10v7M14.8 13.5h6.4"/>',
  right: '<path d="m9 5 7 7-7 7"/>',
  down: '<path d="m5 9 7 7 7-7"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  warn: '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3"/>',
  info: '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.3"/>',
  lock: '<path d="M5 11h14v9.5H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2"/>',
  eye: '<path d="M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z"/><circle cx="12" cy="12" r="2.8"/>',
  phone: '<path d="M7 2.5h10v19H7zM10.5 18.5h3"/>',
  offline: '<path d="M3 9a13 13 0 0 1 18 0M6 12.5a8.5 8.5 0 0 1 12 0M9 16a4.5 4.5 0 0 1 6 0M12 19.5v.2M4 3l16 18"/>',
  empty: '<path d="M3 13 6 5h12l3 8v6H3zM3 13h5l1.5 2.5h5L16 13h5"/>',
  shield: '<path d="M12 3 4.5 6v6c0 4.5 3 7.5 7.5 9 4.5-1.5 7.5-4.5 7.5-9V6z"/><path d="m8.5 12 2.5 2.5 4.5-5"/>',
  chart: '<path d="M4 4v16h16M8 16v-5M12 16V7M16 16v-7"/>',
  back: '<path d="m15 5-7 7 7 7"/>',
}

export type IconName = keyof typeof SHAPES

export function iconAddress(name: IconName, color: string): string {
  const svg =
    `<svg xmlns="${SVG}" viewBox="0 0 24 24" fill="none" stroke="${color}"` +
    ` stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${SHAPES[name]}</svg>`
  return svgAddress(svg)
}

/** Any SVG text as the address of a picture; one that was meant for a page gets its namespace. */
export function svgAddress(svg: string): string {
  const whole = svg.includes('xmlns=') ? svg : svg.replace('<svg', `<svg xmlns="${SVG}"`)
  return `data:image/svg+xml;base64,${encode(whole)}`
}

/** The colours of icons, as styles/base.scss names them: an image cannot read its variables. */
export const ICON_COLORS = {
  amber: '#8a4b00',
  'amber-ink': '#6b3a00',
  blue: '#1757b8',
  'blue-ink': '#143f82',
  green: '#106b45',
  grey: '#535f70',
  'grey-soft': '#6a7585',
  red: '#b3261e',
  'red-ink': '#8c1d17',
  white: '#ffffff',
} as const
export type IconColor = keyof typeof ICON_COLORS
