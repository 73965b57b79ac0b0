// The built-in elements: real form controls behind the tags, and accessibility told to the DOM.
import { element, fire, jComponent } from './engine'

const TOLD = {
  ariaRole: 'role',
  ariaLabel: 'aria-label',
  ariaChecked: 'aria-checked',
  ariaSelected: 'aria-selected',
  ariaDisabled: 'aria-disabled',
  ariaCurrent: 'aria-current',
  ariaHidden: 'aria-hidden',
  ariaLevel: 'aria-level',
  ariaModal: 'aria-modal',
}
const PLAIN = ['view', 'text', 'scroll-view', 'form', 'label', 'root-portal', 'cover-view']
const KEYBOARDS = { number: 'numeric', digit: 'decimal' }

function show(node, name, value) {
  const absent = value === null || value === undefined || value === ''
  if (absent) node.removeAttribute(name)
  else node.setAttribute(name, String(value))
}

const accessible = () =>
  Object.fromEntries(
    Object.entries(TOLD).map(([property, attribute]) => [
      property,
      {
        type: null,
        value: null,
        observer(value) {
          show(element(this), attribute, value)
        },
      },
    ]),
  )

const hideable = {
  type: null,
  value: false,
  observer(value) {
    element(this).toggleAttribute('hidden', value === true || value === 'true')
  },
}

function register(tag, properties = {}, lifecycle = {}) {
  jComponent.register({
    id: tag,
    tagName: `wx-${tag}`,
    template: '<slot/>',
    properties: { ...accessible(), hidden: hideable, ...properties },
    ...lifecycle,
  })
}

function setControl(component, name, value) {
  const control = component.control
  if (control && control[name] !== value) control[name] = value
}

const text = (name) => ({
  type: null,
  value: '',
  observer(value) {
    setControl(this, name, String(value ?? ''))
  },
})

function makeControl(component, tag) {
  const { data } = component
  const control = document.createElement(tag)
  if (tag === 'input') control.type = data.password ? 'password' : 'text'
  control.inputMode = KEYBOARDS[data.type] ?? 'text'
  control.value = data.value ?? ''
  control.placeholder = data.placeholder ?? ''
  control.disabled = Boolean(data.disabled)
  if (data.maxlength > 0) control.maxLength = data.maxlength
  if (data.ariaLabel) control.setAttribute('aria-label', data.ariaLabel)
  element(component).removeAttribute('aria-label')
  return control
}

function listen(component) {
  const { control } = component
  const tell = (name) => () => fire(component, name, { value: control.value, cursor: control.selectionStart })
  for (const name of ['input', 'focus', 'blur']) control.addEventListener(name, tell(name))
  control.addEventListener('keydown', (event) => event.key === 'Enter' && tell('confirm')())
}

function registerField(tag) {
  const properties = {
    value: text('value'),
    placeholder: text('placeholder'),
    type: { type: String, value: 'text' },
    password: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
    maxlength: { type: null, value: 140 },
  }
  register(tag, properties, {
    attached() {
      this.control = makeControl(this, tag)
      element(this).append(this.control)
      listen(this)
    },
  })
}

/** A real picture inside: styles of the element itself belong to the mini-program. */
function registerImage() {
  const src = {
    type: String,
    value: '',
    observer(value) {
      if (this.picture) this.picture.src = value
    },
  }
  register(
    'image',
    { src, mode: String },
    {
      attached() {
        this.picture = document.createElement('img')
        this.picture.alt = ''
        if (this.data.src) this.picture.src = this.data.src
        element(this).append(this.picture)
      },
    },
  )
}

/** WeChat's sheets with wheels, as the browser's own control over everything. */
function openSheet(component) {
  const { mode, value, range, start, end } = component.data
  const control = document.createElement(mode === 'date' ? 'input' : 'select')
  if (mode === 'date') Object.assign(control, { type: 'date', min: start, max: end })
  else range.forEach((name, index) => control.add(new Option(name, index)))
  control.className = 'wx-sheet'
  control.value = value
  control.addEventListener('change', () => {
    control.remove()
    fire(component, 'change', { value: control.value })
  })
  document.body.append(control)
}

function registerPicker() {
  const properties = { mode: String, value: null, range: Array, start: String, end: String }
  register('picker', properties, {
    attached() {
      element(this).addEventListener('click', () => openSheet(this))
    },
  })
}

export function registerBuiltIns() {
  PLAIN.forEach((tag) => register(tag))
  registerField('input')
  registerField('textarea')
  registerImage()
  registerPicker()
}
