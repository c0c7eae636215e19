using System.Net;
using System.Net.Sockets;
using GdoiSim.Capture;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Decoding;

/// <summary>
/// Decodes the GDOI messages of a capture in their order. The keys that a registration or a PUSH brings open what comes
/// after it, and an acknowledgement is held against the PUSH that it answers.
/// </summary>
internal sealed class CaptureDecoder
{
    private const int GdoiPort = 848;

    private readonly List<DecodedMessage> _messages = [];
    private readonly Dictionary<Cookies, List<CapturedPush>> _pushes = [];
    private readonly HashSet<Cookies> _brought = [];
    private readonly InspectionMemory _memory = new();
    private InspectionKeys _keys;

    private CaptureDecoder(InspectionKeys keys) => _keys = keys;

    public static DecodedInput Decode(DecodeInput input, InspectionKeys keys)
    {
        CaptureFile file = CaptureFile.Read(input.Octets);
        var decoder = new CaptureDecoder(keys);
        var reader = new DatagramReader();
        int others = 0;
        foreach (CapturedFrame frame in file.Frames)
        {
            if (!reader.TryRead(frame, out CapturedDatagram? datagram) || datagram is null)
            {
                continue;
            }

            if (datagram.Datagram.Source.Port == GdoiPort || datagram.Datagram.Destination.Port == GdoiPort)
            {
                decoder.Take(datagram);
            }
            else
            {
                others++;
            }
        }

        var passedOver = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((string reason, int count) in reader.PassedOver)
        {
            passedOver.Add(reason, count);
        }

        if (others > 0)
        {
            passedOver.Add($"UDP of other ports than {GdoiPort}", others);
        }

        string? none = decoder._messages.Count == 0 ? $"no datagram of UDP port {GdoiPort} in it" : null;
        return new DecodedInput(input.Name, IsCapture: true, decoder._messages, passedOver, file.Problem ?? none);
    }

    private void Take(CapturedDatagram captured)
    {
        MessageInspection inspection = MessageInspector.Inspect(captured.Datagram.Payload, _keys, _memory);
        var problems = new List<string>();
        var notes = new List<string>();
        if (!captured.ChecksumIsGood)
        {
            notes.Add("the UDP checksum is wrong: damaged, or captured before the network card filled it in");
        }

        if (inspection.Kind == "GROUPKEY-PUSH" && inspection.Cookies is { } spi)
        {
            TakePush(inspection, captured, spi);
        }
        else if (inspection.Kind == "GROUPKEY-PUSH-ACK"
            && inspection.Verdict is DiscardReason.None or DiscardReason.HashMismatch)
        {
            Compare(inspection, captured, problems, notes);
        }

        TakeRekeySa(inspection, captured);
        notes.AddRange(KeyHints.For(inspection, _keys));
        _messages.Add(new DecodedMessage(_messages.Count + 1, inspection, captured, problems, notes));
    }

    private void TakePush(MessageInspection inspection, CapturedDatagram captured, Cookies spi)
    {
        if (!_pushes.TryGetValue(spi, out List<CapturedPush>? pushes))
        {
            pushes = [];
            _pushes.Add(spi, pushes);
        }

        pushes.Add(new CapturedPush(captured, inspection.Sequence, inspection.Verdict == DiscardReason.None));
    }

    /// <summary>Takes the Rekey SA that a PUSH or a registration brings, unless its KEK is known.</summary>
    private void TakeRekeySa(MessageInspection inspection, CapturedDatagram captured)
    {
        if (inspection.Brought is not { } brought || !_brought.Add(brought.Spi))
        {
            return;
        }

        string name = $"KEK that frame {captured.FrameNumber} brought";
        _keys = _keys with
        {
            Keks =
            [
                .. _keys.Keks,
                new NamedKek(name, brought.Kek, brought.Spi) { Acknowledgement = brought.Acknowledgement },
            ],
        };
    }

    private void Compare(
        MessageInspection acknowledgement, CapturedDatagram captured, List<string> problems, List<string> notes)
    {
        if (!_pushes.TryGetValue(acknowledgement.Cookies!.Value, out List<CapturedPush>? pushes))
        {
            notes.Add("no PUSH with these cookies before it in the capture");
            return;
        }

        uint sequence = acknowledgement.Sequence!.Value.Value;
        CapturedPush[] answered = [.. pushes.Where(push => push.Sequence?.Value == sequence)];
        if (answered.Length == 0)
        {
            TellMissingSequence(sequence, pushes, problems, notes);
            answered = [.. pushes];
        }

        // Repeats of a PUSH may come from elsewhere or go to one member: any of them may be the one that is answered.
        string? mismatch = null;
        foreach (CapturedPush push in answered.Reverse())
        {
            string? found = Mismatch(push.Captured.Datagram, captured.Datagram);
            if (found is null)
            {
                notes.Add($"answers the PUSH of frame {push.Captured.FrameNumber}");
                return;
            }

            mismatch ??= $"{found} (PUSH of frame {push.Captured.FrameNumber})";
        }

        problems.Add(mismatch!);
    }

    private static void TellMissingSequence(
        uint sequence, List<CapturedPush> pushes, List<string> problems, List<string> notes)
    {
        if (pushes.Exists(push => push.Sequence is null))
        {
            notes.Add("SEQ was not held against the PUSHes of these cookies: not all of them could be decrypted");
        }
        else if (sequence < pushes.Min(push => push.Sequence!.Value.Value))
        {
            notes.Add("the PUSH that it answers is not in the capture: SEQ is below those captured");
        }
        else
        {
            string sent = string.Join(", ", pushes.Select(push => push.Sequence!.Value.Value).Distinct().Order());
            problems.Add(
                $"SEQ: found {sequence}; allowed: {sent}, sent under these cookies before it ("
                + $"{DiscardReason.SequenceUnknown.ToName()})");
        }
    }

    /// <summary>Whether addresses and ports are those of the PUSH reversed (RFC 8263 section 3); null if so.</summary>
    private static string? Mismatch(UdpDatagram push, UdpDatagram acknowledgement)
    {
        if (!acknowledgement.Destination.Equals(push.Source))
        {
            return $"destination: found {acknowledgement.Destination}; allowed: {push.Source}, the source of its PUSH "
                + "(RFC 8263 section 3)";
        }

        if (acknowledgement.Source.Port != push.Destination.Port)
        {
            return $"source port: found {acknowledgement.Source.Port}; allowed: {push.Destination.Port}, the "
                + "destination port of its PUSH (RFC 8263 section 3)";
        }

        return IsMulticast(push.Destination.Address)
            || acknowledgement.Source.Address.Equals(push.Destination.Address)
                ? null
                : $"source: found {acknowledgement.Source.Address}; allowed: {push.Destination.Address}, the "
                    + "destination of its PUSH (RFC 8263 section 3)";
    }

    private static bool IsMulticast(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes()[0] is >= 224 and <= 239
        : address.IsIPv6Multicast;

    /// <summary>A PUSH that acknowledgements may answer.</summary>
    private sealed record CapturedPush(CapturedDatagram Captured, SequenceNumber? Sequence, bool IsWellFormed);
}
