using System.Diagnostics;
using System.Net;
using Xunit;

namespace GdoiSim.Capture.Tests;

/// <summary>
/// Wireshark's command line reads what we write, and we read what it writes. Skipped where it is not there.
/// </summary>
public sealed class OtherReadersTests : IDisposable
{
    private static readonly UdpDatagram[] Three =
    [
        new(IPEndPoint.Parse("10.0.0.1:848"), IPEndPoint.Parse("239.1.1.1:848"), new byte[4_000]),
        new(IPEndPoint.Parse("10.0.0.2:848"), IPEndPoint.Parse("10.0.0.1:848"), new byte[84]),
        new(IPEndPoint.Parse("[2001:db8::1]:848"), IPEndPoint.Parse("[ff0e::5]:848"), new byte[3_001]),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("capture").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tshark_finds_the_datagrams_whole_and_their_checksums_good()
    {
        Assert.SkipUnless(Exists("tshark"), "tshark is not installed");
        string file = Path.Combine(_folder, "three.pcapng");
        File.WriteAllBytes(file, Datagrams.Capture(Three, 1_500));
        string[] lines = Run(
            "tshark", "-n", "-r", file, "-Y", "udp", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
            "-T", "fields", "-e", "frame.time_epoch", "-e", "udp.length", "-e", "udp.checksum.status",
            "-e", "_ws.malformed");
        Assert.Equal(
            ["0.000000000\t4008\t1\t", "0.001000000\t92\t1\t", "0.002000000\t3009\t1\t"], lines);
    }

    [Theory]
    [InlineData("pcap")]
    [InlineData("nsecpcap")]
    [InlineData("pcapng")]
    public void Files_that_editcap_writes_are_read(string format)
    {
        Assert.SkipUnless(Exists("editcap"), "editcap (of Wireshark) is not installed");
        string ours = Path.Combine(_folder, "ours.pcapng");
        string theirs = Path.Combine(_folder, "theirs");
        File.WriteAllBytes(ours, Datagrams.Capture(Three, 1_500));
        Run("editcap", "-F", format, ours, theirs);
        byte[] octets = File.ReadAllBytes(theirs);
        Assert.True(CaptureFile.IsCapture(octets));
        var reader = new DatagramReader();
        List<CapturedDatagram> found = Datagrams.Read(CaptureFile.Read(octets), reader);
        Assert.Empty(reader.PassedOver);
        Assert.Equal([4_000, 84, 3_001], found.Select(datagram => datagram.Datagram.Payload.Length));
        Assert.Equal([0, 1_000_000, 2_000_000], found.Select(datagram => datagram.Nanoseconds));
    }

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string[] Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
