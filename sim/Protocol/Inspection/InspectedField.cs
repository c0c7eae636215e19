namespace GdoiSim.Protocol.Inspection;

/// <summary>A named part of a message: a field, or a part that holds others.</summary>
public sealed class InspectedField
{
    private readonly List<InspectedField> _children = [];

    internal InspectedField(string name, int offset, int length, string value)
    {
        (Name, Offset, Length, Value) = (name, offset, length, value);
    }

    /// <summary>What it is, in the standard's words.</summary>
    public string Name { get; }

    /// <summary>
    /// Its first octet, counted from the start of the message. CBC keeps lengths: an offset in a decrypted message is
    /// that in the datagram.
    /// </summary>
    public int Offset { get; }

    /// <summary>Its octets.</summary>
    public int Length { get; internal set; }

    /// <summary>Its value in words, numbers or hexadecimal digits; empty where its children say it all.</summary>
    public string Value { get; internal set; }

    /// <summary>What it holds, in the order of the octets.</summary>
    public IReadOnlyList<InspectedField> Children => _children;

    internal InspectedField Add(string name, int offset, int length, string value)
    {
        var child = new InspectedField(name, offset, length, value);
        _children.Add(child);
        return child;
    }

    /// <summary>Names what no walk has read at the end of this part and of the parts in it.</summary>
    internal void Complete(ReadOnlySpan<byte> message)
    {
        foreach (InspectedField child in _children)
        {
            child.Complete(message);
        }

        if (_children.Count == 0)
        {
            return;
        }

        int end = _children[^1].Offset + _children[^1].Length;
        int left = Offset + Length - end;
        if (left > 0)
        {
            Add("not read", end, left, FieldCursor.Hex(message.Slice(end, left)));
        }
    }

    public override string ToString() => Value.Length == 0 ? $"{Name} [{Offset}+{Length}]" : $"{Name}: {Value}";
}
