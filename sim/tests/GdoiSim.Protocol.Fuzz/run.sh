#!/usr/bin/env bash
# Coverage-guided fuzzing with afl++: run.sh SECONDS [TARGET...], each target for an equal share of the time. Findings,
# statistics and the memory of the process stay in bin/findings/ (FINDINGS replaces it). Exit 1: a crash or a hang;
# exit 3: it could not begin.
set -uo pipefail
cd "$(dirname "$0")"
seconds=${1:?usage: run.sh SECONDS [TARGET...]}
shift
findings=${FINDINGS:-bin/findings}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet publish GdoiSim.Protocol.Fuzz.csproj -c Release -m:1 -p:RunAnalyzers=false -o "$out/fuzz" > "$out/publish.log" ||
  { cat "$out/publish.log" >&2; exit 3; }
dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tools" > /dev/null || exit 3
# The libraries alone: what the targets themselves do is of no interest.
for library in GdoiSim.Protocol GdoiSim.Capture; do
  "$out/tools/sharpfuzz" "$out/fuzz/$library.dll" || exit 3
done
if [ "$#" -eq 0 ]; then set -- ack capture inspect pull push-encrypted push-plain secrets; fi
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1

# Resident memory of the fuzzed process, every five seconds.
watch_memory() {
  while sleep 5; do
    for process in /proc/[0-9]*; do
      if tr '\0' ' ' < "$process/cmdline" | grep -q "^[^ ]*dotnet $out/fuzz/"; then
        sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "$process/status"
      fi
    done 2> /dev/null
  done
}

failed=0
share=$((seconds / $#))
for target in "$@"; do
  rm -rf "${findings:?}/$target"
  mkdir -p "$findings/$target"
  watch_memory > "$findings/$target/memory-kib" &
  watcher=$!
  afl-fuzz -V "$share" -m none -t 10000 -i "seeds/$target" -o "$findings/$target" -- \
    dotnet "$out/fuzz/GdoiSim.Protocol.Fuzz.dll" "$target" > "$findings/$target/log" 2>&1
  kill "$watcher" 2> /dev/null
  wait "$watcher" 2> /dev/null
  stats="$findings/$target/default/fuzzer_stats"
  if [ ! -f "$stats" ]; then tail -n 20 "$findings/$target/log" >&2; failed=1; continue; fi
  value() { sed -n "s/^$1 *: *//p" "$stats"; }
  echo "$target: $(value execs_done) executions, $(value execs_per_sec)/s, $(value edges_found) edges," \
    "$(value saved_crashes) crashes, $(value saved_hangs) hangs," \
    "memory $(head -n 1 "$findings/$target/memory-kib") to $(tail -n 1 "$findings/$target/memory-kib") KiB"
  if [ "$(value saved_crashes)" != 0 ] || [ "$(value saved_hangs)" != 0 ]; then failed=1; fi
done
exit "$failed"
