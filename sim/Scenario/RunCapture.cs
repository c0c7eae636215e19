using GdoiSim.Capture;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Ikev1;

namespace GdoiSim.Scenario;

/// <summary>Makes a capture file, and the file of its keys, of the datagrams that a run kept.</summary>
internal sealed class RunCapture(GroupOptions options, GroupRecorder recorder)
{
    private readonly CapturedPackets _packets = new(options);

    /// <summary>Writes both files.</summary>
    public void Write(Stream capture, Stream secrets, string product, string comment)
    {
        IReadOnlyList<PassedPacket> packets = recorder.Packets;
        using (var writer = new PcapngWriter(capture, product, comment))
        {
            for (int i = 0; i < packets.Count; i++)
            {
                _packets.Write(writer, packets[i], i + 1);
            }
        }

        using var keys = new CaptureSecretsWriter(secrets);
        WriteSecrets(keys, packets);
    }

    private void WriteSecrets(CaptureSecretsWriter keys, IReadOnlyList<PassedPacket> packets)
    {
        keys.WritePublicKey(recorder.PublicKey.Span);
        int[] members = [.. packets.Select(packet => packet.Member).Where(member => member >= 0).Distinct().Order()];
        var cookies = new byte[Cookies.Length];
        foreach ((Cookies spi, ReadOnlyMemory<byte> algorithmKey) in recorder.Keks)
        {
            spi.WriteTo(cookies);
            keys.WriteKek(
                cookies,
                algorithmKey.Span,
                options.Acknowledgement == KekAckRequested.None ? null : (int)options.Acknowledgement);
            foreach (int member in members)
            {
                if (recorder.LeafKey(member) is { } leafKey)
                {
                    keys.WriteBaseKey(
                        cookies, member + 1, _packets.MemberEnd(member).Address.ToString(), leafKey);
                }
            }
        }

        foreach (Phase1Sa sa in recorder.Phase1Sas)
        {
            sa.Cookies.WriteTo(cookies);
            keys.WritePhase1(new CapturedPhase1(
                cookies, sa.EncryptionKey.ToArray(), sa.SkeyidA.ToArray(), sa.LastBlock.ToArray()));
        }
    }
}
