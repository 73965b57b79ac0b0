import { createApp } from 'vue'
import PanelApp from './PanelApp.vue'
import './panel.css'
import './till.css'

createApp(PanelApp).mount('#panel')
