// The browser's own control for days and choices, laid invisibly over the row that shows the value:
// uni-app has none that a keyboard or a screen reader can work.
import { h, type FunctionalComponent } from 'vue'

interface Props {
  value: string
  label: string
  least?: string
  most?: string
  choices?: { code: string; name: string }[]
  testid?: string
}

export const NativePick: FunctionalComponent<Props, { pick: (value: string) => void }> = (
  { value, label, least, most, choices, testid },
  { emit },
) => {
  const shared = { class: 'native-pick', 'aria-label': label, 'data-testid': testid, value }
  const told = (event: Event) => emit('pick', (event.target as HTMLInputElement).value)
  if (choices) {
    const options = choices.map((one) => h('option', { value: one.code }, one.name))
    return h('select', { ...shared, onChange: told }, options)
  }
  const open = (event: Event) => (event.target as HTMLInputElement).showPicker?.()
  const days = { type: 'date', min: least, max: most, required: true }
  return h('input', { ...shared, ...days, onChange: told, onClick: open })
}
NativePick.props = ['value', 'label', 'least', 'most', 'choices', 'testid']
NativePick.emits = ['pick']
