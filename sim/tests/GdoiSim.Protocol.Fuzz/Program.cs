using GdoiSim.Protocol.Fuzz;
using SharpFuzz;

// fuzz TARGET: under afl-fuzz one input after another, otherwise the one on standard input.
if (args.Length != 1 || !Targets.All.TryGetValue(args[0], out Action<byte[]>? target))
{
    Console.Error.WriteLine($"usage: fuzz TARGET; targets: {string.Join(", ", Targets.All.Keys)}");
    return 2;
}

Fuzzer.Run(stream =>
{
    using var memory = new MemoryStream();
    stream.CopyTo(memory);
    target(memory.ToArray());
});
return 0;
