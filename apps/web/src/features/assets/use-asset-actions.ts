// What can be done with assets, from menus, keys and buttons alike. Everything shows at once and is taken back when the
// server refuses.
import type { Client } from '@rushes/client/client'
import type { Asset, Label } from '@rushes/contract/assets'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { messageOf } from '../../ui/message-of.ts'
import { patchAsset, refreshListings, removeFromListings } from './asset-cache.ts'
import { copyText } from '../../ui/copy-text.ts'
import { downloadOriginals, downloadZip } from './download-originals.ts'
import { LABEL_NAMES } from './labels.ts'

export interface AssetActions {
  open: (asset: Asset) => void
  rename: (asset: Asset, name: string) => Promise<void>
  setLabel: (assets: Asset[], label: Label) => Promise<void>
  /** Moves to the trash, with a way to take it back. */
  remove: (assets: Asset[]) => Promise<void>
  restore: (assets: Asset[]) => Promise<void>
  /** Moves a stack and all its versions to the trash, together with other assets. */
  removeWithVersions: (assets: Asset[]) => Promise<void>
  move: (assets: readonly Asset[], folder: Pick<Asset, 'id' | 'name'>) => Promise<void>
  copy: (assets: readonly Asset[], folder: Pick<Asset, 'id' | 'name'>, withComments: boolean) => Promise<void>
  /** Puts a file on top of another one, or of a stack, as its newest version. */
  makeVersion: (base: Asset, next: Asset) => Promise<void>
  /** A version lies beside its stack again. `list`: all versions of the stack, newest first. */
  takeOut: (version: Asset, list: readonly Asset[]) => Promise<void>
  download: (assets: Asset[]) => void
  /** Saves files, folders and stacks as one archive. */
  downloadZip: (assets: Pick<Asset, 'id'>[]) => Promise<void>
  copyLink: (asset: Asset) => Promise<void>
}

/** Where an asset is looked at. A stack shows its newest version. */
export function playerIdOf(asset: Pick<Asset, 'id' | 'type' | 'cover_asset_id'>): string {
  return asset.type === 'version_stack' ? (asset.cover_asset_id ?? asset.id) : asset.id
}

export function useAssetActions(): AssetActions {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMemo(() => {
    /** Runs calls for many assets, a few at once would gain little: the server answers in milliseconds. */
    async function forEach(
      assets: readonly Asset[],
      call: (asset: Asset) => Promise<unknown>,
    ): Promise<boolean> {
      try {
        for (const asset of assets) await call(asset)
        return true
      } catch (error) {
        toasts.complain(messageOf(error))
        return false
      } finally {
        await refreshListings(queryClient)
      }
    }

    /** To the trash, a stack with all its versions. */
    const bin = ({ id, type }: Asset) =>
      type === 'version_stack' ? client.deleteStack(id) : client.deleteAsset(id)

    const actions: AssetActions = {
      open: (asset) => {
        if (asset.type === 'folder')
          void navigate({
            to: '/projects/$projectId/folders/$folderId',
            params: { projectId: asset.project_id, folderId: asset.id },
          })
        else void navigate({ to: '/player/$assetId', params: { assetId: playerIdOf(asset) } })
      },
      rename: async (asset, name) => {
        if (name === asset.name || name.trim() === '') return
        patchAsset(queryClient, asset.id, { name })
        const isDone = await forEach([asset], () => client.updateAsset(asset.id, { name }))
        if (!isDone) patchAsset(queryClient, asset.id, { name: asset.name })
        await queryClient.invalidateQueries({ queryKey: ['ancestors'] })
      },
      setLabel: async (assets, label) => {
        for (const { id } of assets) patchAsset(queryClient, id, { label })
        const isDone = await forEach(assets, ({ id }) => client.updateAsset(id, { label }))
        if (!isDone)
          for (const { id, label: before } of assets) patchAsset(queryClient, id, { label: before })
        // Of one it shows at once what it was, and it is as quickly said again.
        else if (assets.length > 1)
          toasts.say(`${count(assets.length, 'item')} now: ${LABEL_NAMES[label]}.`, {
            label: 'Undo',
            run: () =>
              void forEach(assets, ({ id, label: before }) => client.updateAsset(id, { label: before })),
          })
      },
      remove: async (assets) => {
        removeFromListings(queryClient, new Set(assets.map(({ id }) => id)))
        const isDone = await forEach(assets, ({ id }) => client.deleteAsset(id))
        const isApart = assets.every(({ type }) => type === 'version_stack')
        if (isDone)
          toasts.say(`${nameOf(assets)} ${isApart ? 'taken apart' : 'moved to the trash'}.`, {
            label: 'Undo',
            run: () => void actions.restore(assets),
          })
      },
      removeWithVersions: async (assets) => {
        removeFromListings(queryClient, new Set(assets.map(({ id }) => id)))
        const isDone = await forEach(assets, bin)
        if (isDone)
          toasts.say(`${nameOf(assets)} moved to the trash.`, {
            label: 'Undo',
            run: () => void actions.restore(assets),
          })
      },
      move: async (assets, folder) => {
        removeFromListings(queryClient, new Set(assets.map(({ id }) => id)))
        const isDone = await forEach(assets, ({ id }) => client.moveAsset(folder.id, id))
        if (!isDone) return
        const back = () =>
          forEach(assets, async ({ id, parent_id: before, index }) => {
            if (before !== null) await client.moveAsset(before, id)
            await client.updateAsset(id, { index })
          })
        toasts.say(`${nameOf(assets)} moved to “${folder.name}”.`, { label: 'Undo', run: () => void back() })
      },
      copy: async (assets, folder, withComments) => {
        const copies: Asset[] = []
        const isDone = await forEach(assets, async ({ id }) => {
          const made = await client.copyAssets(folder.id, [id], withComments ? 'all' : 'none')
          const refusal = made.error[id]
          if (refusal !== undefined) throw new Error(refusal.detail)
          copies.push(...Object.values(made.success))
        })
        if (isDone)
          toasts.say(`${nameOf(assets)} copied to “${folder.name}”.`, {
            label: 'Undo',
            run: () => void forEach(copies, bin),
          })
      },
      makeVersion: async (base, next) => {
        removeFromListings(queryClient, new Set([next.id]))
        const isDone = await forEach([next], ({ id }) => client.versionAsset(base.id, id))
        await queryClient.invalidateQueries({ queryKey: ['asset'] })
        if (!isDone) return
        const back = () =>
          forEach([next], async ({ id, index }) => {
            await client.unversionAsset(id)
            await client.updateAsset(id, { index })
          })
        const number = base.type === 'version_stack' ? base.versions + 1 : 2
        toasts.say(`“${next.name}” is now v${String(number)} of “${base.name}”.`, {
          label: 'Undo',
          run: () => void back(),
        })
      },
      takeOut: async (version, list) => {
        const isDone = await forEach([version], ({ id }) => client.unversionAsset(id))
        await queryClient.invalidateQueries({ queryKey: ['asset'] })
        if (!isDone) return
        const back = async () => {
          await forEach([version], () => putBack(client, version, list))
          await queryClient.invalidateQueries({ queryKey: ['asset'] })
        }
        toasts.say(`“${version.name}” lies beside its other versions again.`, {
          label: 'Undo',
          run: () => void back(),
        })
      },
      restore: async (assets) => {
        await forEach(assets, ({ id }) => client.restoreAsset(id))
      },
      downloadZip: async (assets) => {
        try {
          const zip = await client.createZip(assets.map(({ id }) => id))
          if (zip.file_count === 0) {
            toasts.complain('There is nothing to download: no file in it has arrived completely.')
            return
          }
          if (zip.left_out_count > 0)
            toasts.say(`${count(zip.left_out_count, 'file')} still arriving, not in the archive.`)
          downloadZip(zip)
        } catch (error) {
          toasts.complain(messageOf(error))
        }
      },
      download: (assets) => downloadOriginals(assets),
      copyLink: async (asset) => {
        await copyText(linkTo(asset))
        toasts.say('Link copied.')
      },
    }
    return actions
  }, [client, toasts, queryClient, navigate])
}

/** Into its stack again, at its place in it. Of two versions both had stepped out, and the stack with them. */
async function putBack(client: Client, version: Asset, list: readonly Asset[]): Promise<void> {
  const [newest, oldest] = list
  if (newest === undefined || oldest === undefined || version.parent_id === null) return
  if (list.length === 2) {
    await client.versionAsset(oldest.id, newest.id)
    return
  }
  await client.versionAsset(version.parent_id, version.id)
  await client.updateAsset(version.id, { index: version.index })
}

function nameOf(assets: readonly Asset[]): string {
  const [first] = assets
  return assets.length === 1 && first !== undefined
    ? `“${first.name}” was`
    : `${count(assets.length, 'item')} were`
}

function linkTo(asset: Asset): string {
  const path =
    asset.type === 'folder'
      ? `/projects/${asset.project_id}/folders/${asset.id}`
      : `/player/${playerIdOf(asset)}`
  return window.location.origin + path
}
