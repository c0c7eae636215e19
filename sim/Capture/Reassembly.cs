using System.Net;

namespace GdoiSim.Capture;

/// <summary>A part of a datagram as one packet brings it.</summary>
internal readonly record struct Fragment(
    IPAddress Source,
    IPAddress Destination,
    uint Identification,
    int Offset,
    bool MoreFollow,
    ReadOnlyMemory<byte> Octets);

/// <summary>
/// Puts fragments together (RFC 791 section 3.2, RFC 8200 section 4.5). It holds a bounded number of datagrams that are
/// not whole; the oldest gives way. Fragments that overlap discard their datagram (RFC 5722).
/// </summary>
internal sealed class Reassembly
{
    private const int MostDatagrams = 1_024;
    private const int LargestDatagram = ushort.MaxValue;

    private readonly Dictionary<(IPAddress, IPAddress, uint), Pending> _pending = [];
    private readonly Queue<(IPAddress, IPAddress, uint)> _oldest = new();

    /// <summary>Parts of a datagram by their offset.</summary>
    private sealed class Pending
    {
        public SortedList<int, ReadOnlyMemory<byte>> Parts { get; } = [];

        /// <summary>Octets of the whole, once its last part is there.</summary>
        public int? Length { get; set; }
    }

    /// <summary>Fragments that wait for others.</summary>
    public int Waiting => _pending.Values.Sum(pending => pending.Parts.Count);

    /// <summary>Adds a fragment.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="whole">The datagram, if this completes it.</param>
    /// <param name="count">How many fragments made it.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Add(Fragment fragment, out ReadOnlyMemory<byte>? whole, out int count)
    {
        (whole, count) = (null, 0);
        int end = fragment.Offset + fragment.Octets.Length;
        if (end > LargestDatagram || (fragment.MoreFollow && fragment.Octets.Length % 8 != 0))
        {
            return "damaged fragment";
        }

        var key = (fragment.Source, fragment.Destination, fragment.Identification);
        Pending pending = Find(key);
        bool isEnd = !fragment.MoreFollow;
        if (Overlaps(pending, fragment.Offset, end) || (isEnd && pending.Parts.Any(part => EndOf(part) > end)))
        {
            _pending.Remove(key);
            return "overlapping fragments";
        }

        pending.Parts.Add(fragment.Offset, fragment.Octets);
        pending.Length = isEnd ? end : pending.Length;
        if (pending.Length != pending.Parts.Values.Sum(part => part.Length))
        {
            return null;
        }

        var octets = new byte[pending.Length.Value];
        foreach ((int offset, ReadOnlyMemory<byte> part) in pending.Parts)
        {
            part.CopyTo(octets.AsMemory(offset));
        }

        (whole, count) = (octets, pending.Parts.Count);
        _pending.Remove(key);
        return null;
    }

    private Pending Find((IPAddress, IPAddress, uint) key)
    {
        if (_pending.TryGetValue(key, out Pending? pending))
        {
            return pending;
        }

        while (_pending.Count >= MostDatagrams)
        {
            _pending.Remove(_oldest.Dequeue());
        }

        _oldest.Enqueue(key);
        return _pending[key] = new Pending();
    }

    private static bool Overlaps(Pending pending, int begin, int end)
    {
        if (pending.Parts.Any(part => begin < EndOf(part) && part.Key < end))
        {
            return true;
        }

        // A part that starts where another one does, empty or beyond the end of the whole.
        return pending.Parts.ContainsKey(begin) || (pending.Length is { } length && end > length);
    }

    private static int EndOf(KeyValuePair<int, ReadOnlyMemory<byte>> part) => part.Key + part.Value.Length;
}
