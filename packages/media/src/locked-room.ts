// A room for programs that open documents: those may name other files, and no setting of the program is proof against
// all of them. In here there are none: of this machine only its programs are left, and of our files only the work folder.

/** Where the work folder lies, seen from inside. */
export const ROOM_FOLDER = '/tmp/room'

/** What stays of the machine: its programs, their settings, and what the kernel shows. */
const KEPT = '/bin|/dev|/etc|/gnu|/lib|/lib32|/lib64|/libx32|/nix|/opt|/proc|/sbin|/sys|/usr'

/**
 * Run by `sh` as the owner of a new mount namespace, in the work folder: further folders to hide, `--`, the command. The
 * first step that fails ends it, before anything of the document was read.
 */
const FURNISH = `set -e
mount -t tmpfs -o mode=700 none /tmp
mkdir ${ROOM_FOLDER}
mount --no-canonicalize --bind . ${ROOM_FOLDER}
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mount -t tmpfs -o ro,size=4k none "$1"; fi
  shift
done
shift
for folder in /*; do
  case $folder in ${KEPT}|/tmp) continue ;; esac
  if [ -d "$folder" ] && [ ! -L "$folder" ]; then mount -t tmpfs -o ro,size=4k none "$folder"; fi
done
cd ${ROOM_FOLDER}
exec "$@"`

const NAMESPACES = ['--user', '--map-root-user', '--net', '--ipc', '--mount']

/** The argument array that runs `command` in the room. `hidden`: folders of ours that may lie among what is kept. */
export function inRoom(unshare: string, hidden: readonly string[], command: readonly string[]): string[] {
  return [unshare, ...NAMESPACES, '--', '/bin/sh', '-c', FURNISH, 'room', ...hidden, '--', ...command]
}
