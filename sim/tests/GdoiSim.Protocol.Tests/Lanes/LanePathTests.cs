using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

/// <summary>Which path a process takes, here and in children from which some of the hardware is hidden.</summary>
public sealed class LanePathTests
{
    private const string ExpectedPathVariable = "GDOISIM_TEST_LANE_PATH";

    [Fact]
    public void The_widest_path_of_the_hardware_is_taken_and_agrees_with_the_library()
    {
        string? told = Environment.GetEnvironmentVariable(ExpectedPathVariable);
        Assert.Equal(told is null ? WidestOfHardware() : Enum.Parse<LanePath>(told), AckHashLanes.Path);
        Agrees<HmacState256>(2000);
        Agrees<HmacState512>(1000);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", LanePath.Vector256)]
    [InlineData("DOTNET_EnableAVX2", LanePath.Vector128)]
    [InlineData("DOTNET_EnableHWIntrinsic", LanePath.Scalar)]
    public async Task Without_some_of_the_hardware_a_process_takes_the_narrower_path(string variable, LanePath path)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the switches are for x64");
        Assert.SkipUnless(AckHashLanes.Path >= path, $"this process is already narrower than {path}");
        ProcessStartInfo start = new() { RedirectStandardOutput = true, RedirectStandardError = true };
        start.FileName = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(LanePathTests).Assembly.Location);
        }

        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"*.{nameof(The_widest_path_of_the_hardware_is_taken_and_agrees_with_the_library)}");
        start.Environment[variable] = "0";
        start.Environment[ExpectedPathVariable] = path.ToString();
        using Process child = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellation);
        string report = await child.StandardOutput.ReadToEndAsync(cancellation) + await errors;
        await child.WaitForExitAsync(cancellation);

        // The exit code is 0 also when no test was found.
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode}: {report}");
        Assert.Contains("Total: 1,", report, StringComparison.Ordinal);
    }

    private static LanePath WidestOfHardware()
    {
        if (Avx512F.IsSupported && Vector512.IsHardwareAccelerated)
        {
            return LanePath.Vector512;
        }

        return Avx2.IsSupported ? LanePath.Vector256
            : Vector128.IsHardwareAccelerated ? LanePath.Vector128
            : LanePath.Scalar;
    }

    private static void Agrees<TState>(int count)
        where TState : unmanaged, IHmacState<TState>
    {
        foreach (int messageLength in new[] { 20, 32 })
        {
            AckSlab<TState> slab = new(seed: 11, count, messageLength, keyCount: 5);
            byte[] expected = slab.HashedByLibrary(Enumerable.Range(0, count));
            AckHashLanes.Write(slab.Octets, slab.Stride, count, messageLength, slab.Keys, slab.KeyIndex);
            Assert.Equal(expected, slab.Octets);
            bool[] good = slab.SpoilAThird();
            byte[] valid = new byte[count];
            AckHashLanes.Check(slab.Octets, slab.Stride, count, messageLength, slab.Keys, slab.KeyIndex, valid);
            Assert.Equal(good, valid.Select(verdict => verdict == 1));
        }
    }
}
