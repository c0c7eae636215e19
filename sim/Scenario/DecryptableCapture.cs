using GdoiSim.Capture;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Scenario;

/// <summary>
/// Makes a capture of the datagrams that a run kept in which Wireshark decrypts every PUSH: between them stand the
/// messages of <see cref="WiresharkPrelude"/>, which nobody sent and whose comments say so. The keys go into the table
/// that Wireshark reads them from.
/// </summary>
internal sealed class DecryptableCapture(GroupOptions options, GroupRecorder recorder)
{
    private const string Comment = "not sent: lets Wireshark decrypt the PUSH";

    private readonly CapturedPackets _packets = new(options);
    private readonly HashSet<Cookies> _begun = [];
    private uint _made = uint.MaxValue;

    /// <summary>Writes the capture and Wireshark's file <c>ikev1_decryption_table</c>.</summary>
    public void Write(Stream capture, Stream decryptionTable, string product, string comment)
    {
        Dictionary<Cookies, Kek> keks = recorder.Keks.ToDictionary(
            kek => kek.Cookies, kek => new Kek(kek.AlgorithmKey.Span));
        IReadOnlyList<PassedPacket> packets = recorder.Packets;
        using (var writer = new PcapngWriter(capture, product, comment))
        {
            for (int i = 0; i < packets.Count; i++)
            {
                ReadOnlySpan<byte> octets = packets[i].Octets.Span;
                if (GroupkeyPushIsIn(octets) && keks.TryGetValue(Cookies.Read(octets), out Kek? kek))
                {
                    WritePrelude(writer, packets[i], kek);
                }

                _packets.Write(writer, packets[i], i + 1);
            }
        }

        using var table = new StreamWriter(decryptionTable) { NewLine = "\n" };
        foreach ((Cookies spi, ReadOnlyMemory<byte> algorithmKey) in recorder.Keks)
        {
            table.WriteLine(WiresharkPrelude.DecryptionTableLine(spi, new Kek(algorithmKey.Span)));
        }
    }

    private static bool GroupkeyPushIsIn(ReadOnlySpan<byte> octets) =>
        IsakmpHeader.TryRead(octets, out IsakmpHeader header) == DiscardReason.None
        && header.ExchangeType == ExchangeType.GroupkeyPush;

    private void WritePrelude(PcapngWriter writer, PassedPacket push, Kek kek)
    {
        var spi = Cookies.Read(push.Octets.Span);
        if (_begun.Add(spi))
        {
            // Phase 1 is between two hosts: a PUSH to the group has the first member stand for it.
            int member = Math.Max(push.Member, 0);
            foreach (PreludeMessage message in WiresharkPrelude.Begin(spi, kek))
            {
                Write(writer, push, message, member);
            }
        }

        Write(writer, push, WiresharkPrelude.BeforePush(spi, kek), push.Member);
    }

    /// <summary>Writes a message that was not sent, just before the PUSH.</summary>
    private void Write(PcapngWriter writer, PassedPacket push, PreludeMessage message, int member)
    {
        UdpDatagram datagram = _packets.Datagram(push with
        {
            Member = member,
            ToServer = message.FromInitiator,
            Octets = message.Octets,
        });
        _packets.Write(writer, push, datagram, _made--, Comment);
    }
}
