// The pages that are open, the visible one last.
export const stack = []
export const top = () => stack[stack.length - 1]
