using System.Text;
using GdoiSim.Capture;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;

namespace GdoiSim.Protocol.Fuzz;

/// <summary>What afl-fuzz feeds: a target a message. An exception is a finding.</summary>
internal static class Targets
{
    private const int LongestInput = GroupkeyPush.MaximumLength;

    /// <summary>The targets by name.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } =
        new SortedDictionary<string, Action<byte[]>>(StringComparer.Ordinal)
        {
            ["ack"] = Ack,
            ["capture"] = Capture,
            ["inspect"] = Inspect,
            ["pull"] = Pull,
            ["push-encrypted"] = PushEncrypted,
            ["push-plain"] = PushPlain,
            ["secrets"] = Secrets,
        };

    /// <summary>A PUSH that somebody has decrypted.</summary>
    private static void PushPlain(byte[] input)
    {
        if (input.Length > LongestInput)
        {
            return;
        }

        DiscardReason reason = GroupkeyPush.TryReadPlain(input, new byte[input.Length + 5], out GroupkeyPush push);
        if (reason == DiscardReason.None)
        {
            Touch(push);
        }
    }

    /// <summary>A PUSH under a fixed KEK: the input is what is inside, so that mutations reach it.</summary>
    private static void PushEncrypted(byte[] input)
    {
        // Every input must reach instrumented code, or afl-fuzz may take the target for one without.
        _ = GroupkeyPush.TryReadHeader(input, out _);
        if (input.Length is < IsakmpHeader.Size or > LongestInput - Kek.BlockLength)
        {
            return;
        }

        byte[] datagram = Encrypted(input);
        DiscardReason reason = GroupkeyPush.TryOpen(
            datagram, Fixed.Key, Fixed.Provider, new byte[datagram.Length + 5], out GroupkeyPush push);
        if (reason == DiscardReason.None)
        {
            Touch(push);
        }
    }

    /// <summary>An acknowledgement: what is accepted is written again, octet for octet.</summary>
    private static void Ack(byte[] input)
    {
        if (GroupkeyPushAck.TryParse(input, out GroupkeyPushAck ack) != DiscardReason.None)
        {
            return;
        }

        PrfAlgorithm prf = ack.Hash.Length == 32 ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512;
        AckKey key = AckKey.Derive(Fixed.Provider, prf, Fixed.Key.Key, ack.Cookies);
        var copy = new byte[input.Length];
        Require(
            GroupkeyPushAck.TryWrite(
                copy, Fixed.Provider, key, ack.Cookies, ack.Sequence, ack.ReadIdentity(), out int length)
            && length == input.Length,
            "an accepted acknowledgement cannot be written");
        ack.Hash.CopyTo(copy.AsSpan(GroupkeyPushAck.HashOffset));
        Require(copy.AsSpan().SequenceEqual(input), "an accepted acknowledgement is written differently");
        ack.Verify(Fixed.Provider, key);
    }

    /// <summary>A message of GROUPKEY-PULL that somebody has decrypted.</summary>
    private static void Pull(byte[] input)
    {
        if (GroupkeyPullMessage.TryReadPlain(input, out GroupkeyPullMessage read) == DiscardReason.None)
        {
            Require(read.Hash.Length is 32 or 64, "a HASH of no prf");
            foreach (KeyPacket packet in read.KeyDownload.Packets)
            {
                Require(packet.Spi.Length <= 16, "an SPI longer than any");
            }
        }
    }

    /// <summary>A capture file with what is in it.</summary>
    private static void Capture(byte[] input)
    {
        CaptureFile file = CaptureFile.Read(input);
        var reader = new DatagramReader();
        foreach (CapturedFrame frame in file.Frames)
        {
            if (reader.TryRead(frame, out CapturedDatagram? datagram))
            {
                Require(datagram is not null, "a datagram that is none");
            }
        }

        _ = reader.PassedOver.Count;
    }

    /// <summary>The inspector against the decoder: the same verdict, found by two ways.</summary>
    private static void Inspect(byte[] input)
    {
        if (input.Length > LongestInput)
        {
            return;
        }

        var keys = new InspectionKeys { Keks = [new NamedKek("the KEK", Fixed.Key)] };
        JudgeInspection(MessageInspector.Inspect(input, InspectionKeys.None));
        bool isEncryptedPush = input.Length > IsakmpHeader.Size
            && input[18] == (byte)ExchangeType.GroupkeyPush
            && input.Length <= LongestInput - Kek.BlockLength;
        JudgeInspection(MessageInspector.Inspect(isEncryptedPush ? Encrypted(input) : input, keys));
    }

    private static void JudgeInspection(MessageInspection inspection)
    {
        DiscardReason walked = inspection.Problems.Count == 0 ? DiscardReason.None : inspection.Problems[0].Reason;
        Require(walked == inspection.Verdict, $"decoder {inspection.Verdict}, walk {walked}");
    }

    /// <summary>The side file of a capture.</summary>
    private static void Secrets(byte[] input)
    {
        CaptureSecrets secrets = CaptureSecrets.Read(Encoding.UTF8.GetString(input).Split('\n'));
        foreach (CapturedKek kek in secrets.Keks)
        {
            _ = new Kek(kek.AlgorithmKey.Span);
            _ = Cookies.Read(kek.Cookies.Span);
        }
    }

    /// <summary>Header as it is, but for E and Length; the rest padded and encrypted.</summary>
    private static byte[] Encrypted(byte[] plain)
    {
        int length = plain.Length - IsakmpHeader.Size;
        var padded = new byte[(length + Kek.BlockLength - 1) / Kek.BlockLength * Kek.BlockLength];
        plain.AsSpan(IsakmpHeader.Size).CopyTo(padded);
        var datagram = new byte[IsakmpHeader.Size + padded.Length];
        plain.AsSpan(0, IsakmpHeader.Size).CopyTo(datagram);
        datagram[IsakmpHeader.FlagsOffset] |= (byte)IsakmpFlags.Encryption;
        (datagram[24], datagram[25]) = (0, 0);
        (datagram[26], datagram[27]) = ((byte)(datagram.Length >> 8), (byte)datagram.Length);
        Fixed.Provider.Encrypt(Fixed.Key, padded, datagram.AsSpan(IsakmpHeader.Size));
        return datagram;
    }

    /// <summary>Reads everything that a message gives access to.</summary>
    private static void Touch(GroupkeyPush push)
    {
        int octets = push.SignedOctets.Length + push.Signature.Length;
        foreach (DeletePayload delete in push.Deletes)
        {
            for (int i = 0; i < delete.Count; i++)
            {
                octets += delete.Spi(i).Length;
            }
        }

        foreach (SaTekPayload tek in push.SecurityAssociation.Teks)
        {
            octets += tek.Spi == 0 ? 1 : 4;
        }

        foreach (KeyPacket packet in push.KeyDownload.Packets)
        {
            octets += packet.Spi.Length + packet.AlgorithmKey.Length + packet.SignatureKey.Length;
            foreach (Lkh.LkhUpdateArray array in packet.UpdateArrays)
            {
                octets += array.Keys.Count * array.Keys[0].Length;
            }

            foreach (uint identifier in packet.SenderIds)
            {
                octets += (int)(identifier & 1);
            }
        }

        Require(octets >= 0, "no octets");
        push.DeletesItsRekeySa();
        push.TryReadNewKek(out _);
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem);
        }
    }
}
