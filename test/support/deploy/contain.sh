#!/bin/sh
# Runs a program as a container would: PID 1, a user of its own, and a root that is read-only and has nothing in it but
# system libraries, Node and the app. Called by `unshare --mount --pid --fork`, whose namespaces end with it.
#
# usage: contain.sh NODE APP USER GROUP WORKDIR PROGRAM [ARGUMENT...]
set -eu
node=$1 app=$2 user=$3 group=$4 workdir=$5
shift 5

mount --make-rprivate /
root=/run/rookery-container
mkdir -p "$root"
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir -p "$root/usr/local/bin" "$root$workdir" "$root/proc" "$root/dev" "$root/etc"

for libraries in /usr/lib /usr/lib64 /lib /lib64; do
  if [ -L "$libraries" ]; then
    ln -s "$(readlink "$libraries")" "$root$libraries"
  elif [ -d "$libraries" ]; then
    mkdir -p "$root$libraries"
    mount --bind "$libraries" "$root$libraries"
    mount -o remount,bind,ro "$root$libraries"
  fi
done
: >"$root/usr/local/bin/node"
mount --bind "$node" "$root/usr/local/bin/node"
mount --bind "$app" "$root$workdir"
mount -o remount,bind,ro "$root$workdir"
mount -t proc proc "$root/proc"
for device in null urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -o remount,ro "$root"

PATH=/usr/local/bin exec /usr/bin/unshare --root="$root" --wd="$workdir" --setgid="$group" --setuid="$user" -- "$@"
