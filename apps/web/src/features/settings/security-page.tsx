import { useTitle } from '../../ui/use-title.ts'
import { PasswordPanel } from './password-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

export function SecurityPage() {
  useTitle('Sign-in')
  return (
    <>
      <h1 className="page-title">Sign-in</h1>
      <PasswordPanel />
      <SessionsPanel />
    </>
  )
}
