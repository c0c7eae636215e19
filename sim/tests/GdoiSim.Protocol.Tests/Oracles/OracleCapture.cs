using System.Net;
using GdoiSim.Capture;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Messages;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>A message of a capture: where from, where to, its octets.</summary>
internal sealed record SentMessage(IPEndPoint Source, IPEndPoint Destination, byte[] Octets);

/// <summary>Captures of a rekeyed group, made of messages that this project builds.</summary>
internal static class OracleCapture
{
    public static readonly Cookies Spi = PushSamples.Spi;
    public static readonly Kek Kek = new([.. Enumerable.Range(1, 32).Select(value => (byte)(value * 5))]);

    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly IPEndPoint Server = IPEndPoint.Parse("10.0.0.1:848");
    private static readonly IPEndPoint Group = IPEndPoint.Parse("239.192.0.1:848");
    private static readonly IPEndPoint Server6 = IPEndPoint.Parse("[2001:db8::1]:848");
    private static readonly IPEndPoint Group6 = IPEndPoint.Parse("[ff3e::4321]:848");

    /// <summary>The PUSHes: Deletes with SAK, GAP and SAT; a large one of many TEKs.</summary>
    public static IReadOnlyList<byte[]> Pushes { get; } = [Push(), LargePush()];

    /// <summary>The PUSHes, and acknowledgements of every prf, identity type and address family.</summary>
    public static IReadOnlyList<SentMessage> Messages()
    {
        var messages = new List<SentMessage>
        {
            new(Server, Group, Pushes[0]),
            new(Server6, Group6, Pushes[1]),
        };
        for (uint member = 1; member <= 12; member++)
        {
            bool isVersion6 = member % 2 == 0;
            (IPAddress address, GroupMemberIdentity identity) = Member(member, isVersion6);
            KekAckRequested type = member % 3 == 0 ? KekAckRequested.KekSha512 : KekAckRequested.KekSha256;
            messages.Add(new(
                new IPEndPoint(address, 848),
                isVersion6 ? Server6 : Server,
                Acknowledge(type.Prf(), isVersion6 ? 6u : 5u, identity)));
        }

        return messages;
    }

    /// <summary>Writes a capture, one datagram a message, in fragments where it is long.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="comments">Whether each frame has a comment: Wireshark counts them as expert information.</param>
    public static void Write(string file, IEnumerable<SentMessage> messages, bool comments)
    {
        using var writer = new PcapngWriter(File.Create(file), "gdoisim tests", "a rekeyed group");
        uint number = 0;
        foreach (SentMessage message in messages)
        {
            var datagram = new UdpDatagram(message.Source, message.Destination, message.Octets);
            foreach (byte[] packet in IpPackets.Carry(datagram, number, 1_500))
            {
                writer.Write(number * 1_000_000L, packet, comments ? $"message {number}" : null);
            }

            number++;
        }
    }

    /// <summary>The PUSHes behind what lets Wireshark decrypt them.</summary>
    public static IEnumerable<SentMessage> WithPrelude(IEnumerable<byte[]> pushes, Cookies spi, Kek kek)
    {
        var member = IPEndPoint.Parse("10.0.1.1:848");
        foreach (PreludeMessage message in WiresharkPrelude.Begin(spi, kek))
        {
            yield return new(
                message.FromInitiator ? member : Server, message.FromInitiator ? Server : member,
                message.Octets.ToArray());
        }

        foreach (byte[] push in pushes)
        {
            yield return new(Server, Group, WiresharkPrelude.BeforePush(spi, kek).Octets.ToArray());
            yield return new(Server, Group, push);
        }
    }

    private static (IPAddress Address, GroupMemberIdentity Identity) Member(uint member, bool isVersion6)
    {
        byte[] octets = isVersion6
            ? [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte)member]
            : [10, 0, 1, (byte)member];
        GroupMemberIdentity identity = member > 8
            ? GroupMemberIdentity.Oid([6, 3, 0x2b, 6, (byte)member], [4, 1, (byte)member])
            : isVersion6
                ? GroupMemberIdentity.IPv6(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(octets))
                : GroupMemberIdentity.IPv4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets));
        return (new IPAddress(octets), identity);
    }

    private static byte[] Acknowledge(PrfAlgorithm prf, uint sequence, in GroupMemberIdentity identity)
    {
        AckKey key = AckKey.Derive(Provider, prf, Kek.Key, Spi);
        var message = new byte[GroupkeyPushAck.LengthOf(prf, identity)];
        GroupkeyPushAck.TryWrite(message, Provider, key, Spi, new SequenceNumber(sequence), identity, out _);
        return message;
    }

    private static byte[] Push()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        return PushSamples.Build(Kek, signer);
    }

    private static byte[] LargePush()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        var writer = new GroupkeyPushWriter(new byte[20_000], Spi, new SequenceNumber(6));
        writer.Add(PushSamples.SaKek());
        writer.Add(new GroupAssociatedPolicy { ActivationDelaySeconds = 30 });
        writer.Add(PushSamples.SaTek());
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Kek,
            Spi = Forge.Hex(Forge.Spi),
            AlgorithmKey = PushSamples.NewAlgorithmKey,
        });
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = Forge.Hex("edd3d271"),
            AlgorithmKey = new byte[16],
        });
        for (byte spare = 1; spare <= 40; spare++)
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Tek,
                Spi = (byte[])[1, 2, 3, spare],
                AlgorithmKey = new byte[32],
                IntegrityKey = new byte[32],
            });
        }

        var datagram = new byte[20_000];
        return writer.TryFinish(signer, Kek, Provider, datagram, out int length)
            ? datagram[..length]
            : throw new InvalidOperationException("the PUSH does not fit");
    }
}
