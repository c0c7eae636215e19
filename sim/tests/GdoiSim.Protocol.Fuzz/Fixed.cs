using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Fuzz;

/// <summary>
/// What the targets keep between inputs. Apart from them, because instrumented code must not run before afl-fuzz has
/// given the process its memory.
/// </summary>
internal static class Fixed
{
    public static SystemCryptographyProvider Provider { get; } = new();

    public static Kek Key { get; } = new(Convert.FromHexString(
        "8329f4ba4863c168a8da6aaeb8f640c06545aaa607725f070f36583c5a58654d"));
}
