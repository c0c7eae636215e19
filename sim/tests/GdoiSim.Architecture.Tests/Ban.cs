using GdoiSim.Architecture.Tests.Inspection;

namespace GdoiSim.Architecture.Tests;

/// <summary>Something that compiled code of some projects must not use.</summary>
/// <param name="Name">Short name, as it stands in test results.</param>
/// <param name="Forbids">Whether a use falls under the ban, wherever it stands.</param>
/// <param name="AppliesTo">Whether the ban holds for code of an assembly and namespace.</param>
/// <param name="Instead">What to write instead.</param>
internal sealed record Ban(
    string Name,
    Func<MemberUse, bool> Forbids,
    Func<string, string, bool> AppliesTo,
    string Instead)
{
    private static readonly string[] Transcendentals =
    [
        "Log", "LogP1", "Log2", "Log2P1", "Log10", "Log10P1", "Exp", "ExpM1", "Exp2", "Exp2M1", "Exp10", "Exp10M1",
        "Pow", "Cbrt", "RootN", "Hypot", "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi", "TanPi", "SinCosPi",
        "Asin", "Acos", "Atan", "Atan2", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi",
        "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
    ];

    private static readonly string[] TypesWithTranscendentals =
    [
        "System.Math", "System.MathF", "System.Double", "System.Single", "System.Half", "System.Numerics.Complex",
        "System.Numerics.Vector", "System.Runtime.Intrinsics.Vector128", "System.Runtime.Intrinsics.Vector256",
        "System.Runtime.Intrinsics.Vector512", "System.Numerics.Tensors.TensorPrimitives",
    ];

    /// <summary>Every ban.</summary>
    internal static IReadOnlyList<Ban> All { get; } =
    [
        new(
            "wall clock",
            use => use switch
            {
                { DeclaringType: "System.DateTime", Member: "get_Now" or "get_UtcNow" or "get_Today" } => true,
                { DeclaringType: "System.DateTimeOffset", Member: "get_Now" or "get_UtcNow" } => true,
                { DeclaringType: "System.Diagnostics.Stopwatch" } => true,
                { DeclaringType: "System.Environment", Member: "get_TickCount" or "get_TickCount64" } => true,
                { DeclaringType: "System.TimeProvider", Member: "get_System" } => true,
                _ => false,
            },
            InDeterministicCode,
            "Virtual time is Simulation.Now. The wall clock is read in sim/Cli (progress, manifest) and in the "
            + "namespace GdoiSim.Analysis.Calibration only; pass what you need from there."),
        new(
            "timers and sleeping",
            use => use switch
            {
                { DeclaringType: "System.Threading.Thread", Member: "Sleep" } => true,
                { DeclaringType: "System.Threading.Tasks.Task", Member: "Delay" } => true,
                { DeclaringType: "System.Threading.Timer" or "System.Timers.Timer" } => true,
                _ => false,
            },
            InDeterministicCode,
            "A wait is an event: Simulation.ScheduleAfter or Kernel's Timer."),
        new(
            "ambient randomness",
            use => use switch
            {
                { DeclaringType: "System.Random" } => true,
                { DeclaringType: "System.Guid", Member: "NewGuid" or "CreateVersion7" } => true,
                { DeclaringType: "System.Security.Cryptography.RandomNumberGenerator" } => true,
                { DeclaringType: "Org.BouncyCastle.Security.SecureRandom" } => true,
                _ => false,
            },
            InDeterministicCode,
            "Draw from RandomStreams.For(purpose) by (entity, index); key material comes from FillBytes."),
        new(
            "hashes that differ between processes",
            // The compiler writes text.GetHashCode() as a call of object's method.
            use => use is { DeclaringType: "System.Object" or "System.StringComparer", Member: "GetHashCode" }
                or { DeclaringType: "System.HashCode" },
            (assembly, space) => InDeterministicCode(assembly, space) && assembly != "GdoiSim.Analysis",
            "string.GetHashCode and HashCode are seeded anew in each process: use Fingerprint, or SHA-256 of octets."),
        new(
            "transcendental functions of the C library",
            use => TypesWithTranscendentals.Contains(use.DeclaringType) && Transcendentals.Contains(use.Member),
            (assembly, _) =>
                assembly is "GdoiSim.Kernel" or "GdoiSim.Network" or "GdoiSim.Group" or "GdoiSim.Protocol",
            "Their last bit differs between machines: use Kernel's ElementaryFunctions, or repeated multiplication."),
        new(
            "console output",
            use => use.DeclaringType == "System.Console",
            (assembly, _) => assembly is not ("GdoiSim.Cli" or "gdoisim"),
            "Only sim/Cli prints: return a value or a problem, or take a TextWriter."),
    ];

    public override string ToString() => Name;

    // Everything but the command line, the calibration (which measures on purpose) and bench.
    private static bool InDeterministicCode(string assembly, string space) =>
        assembly is not ("GdoiSim.Cli" or "gdoisim" or "GdoiSim.Bench")
        && space != "GdoiSim.Analysis.Calibration"
        && !space.StartsWith("GdoiSim.Analysis.Calibration.", StringComparison.Ordinal);
}
