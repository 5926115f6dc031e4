import type { Client } from '@rushes/client/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { useTitle } from '../../ui/use-title.ts'
import { PasskeysPanel } from './passkeys-panel.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { TotpPanel } from './totp-panel.tsx'

const securityQuery = (client: Client) =>
  queryOptions({
    queryKey: ['security'],
    queryFn: ({ signal }) => client.security(signal),
  })

export function SecurityPage() {
  useTitle('Sign-in')
  const { client } = useServices()
  const security = useQuery(securityQuery(client))
  return (
    <>
      <h1 className="page-title">Sign-in</h1>
      <PasswordPanel />
      {security.data !== undefined && (
        <>
          <TotpPanel security={security.data} />
          <PasskeysPanel />
        </>
      )}
      <SessionsPanel />
    </>
  )
}
