using System.Buffers.Binary;
using System.Text;

namespace GdoiSim.Analysis.Report;

/// <summary>
/// Makes a TrueType font of those glyphs alone that a text needs, without hinting: some tens of kilobytes become a few,
/// so that a page can carry its own font.
/// </summary>
/// <remarks>
/// Tables as in the OpenType specification: glyf, loca, hmtx and cmap are written anew, head, hhea, maxp and OS/2
/// copied with the new counts, post reduced to its header, name to the notices.
/// </remarks>
public sealed class FontSubset
{
    private readonly byte[] _font;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);

    private FontSubset(byte[] font)
    {
        _font = font;
        var count = Half(4);
        for (var i = 0; i < count; i++)
        {
            var entry = 12 + (16 * i);
            var tag = Encoding.ASCII.GetString(_font, entry, 4);
            _tables[tag] = (Whole(entry + 8), Whole(entry + 12));
        }
    }

    /// <summary>The subset for a text.</summary>
    /// <param name="font">A TrueType font with glyf outlines.</param>
    /// <param name="text">The signs that it must be able to show; those that the font lacks are left out.</param>
    public static byte[] Of(byte[] font, string text)
    {
        ArgumentNullException.ThrowIfNull(font);
        ArgumentNullException.ThrowIfNull(text);
        return new FontSubset(font).Write(text);
    }

    private byte[] Write(string text)
    {
        SortedDictionary<char, int> signs = [];
        foreach (var sign in text.Where(sign => !char.IsSurrogate(sign) && sign >= ' '))
        {
            if (GlyphOf(sign) is > 0 and var glyph)
            {
                signs[sign] = glyph;
            }
        }

        // Glyph 0 stands for what is missing; parts of composed glyphs come after those that name them.
        List<int> glyphs = [0, .. signs.Values.Distinct().Order()];
        for (var i = 0; i < glyphs.Count; i++)
        {
            foreach (var place in Parts(Glyph(glyphs[i])))
            {
                var part = BinaryPrimitives.ReadUInt16BigEndian(Glyph(glyphs[i]).AsSpan(place));
                if (!glyphs.Contains(part))
                {
                    glyphs.Add(part);
                }
            }
        }

        var (outlines, places) = Outlines(glyphs);
        return Assemble(new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["OS/2"] = Table("OS/2"),
            ["cmap"] = Characters(signs, glyphs),
            ["glyf"] = outlines,
            ["head"] = WithHalf(WithWhole(Table("head"), 8, 0), 50, 1),
            ["hhea"] = WithHalf(Table("hhea"), 34, glyphs.Count),
            ["hmtx"] = Widths(glyphs),
            ["loca"] = places,
            ["maxp"] = WithHalf(Table("maxp"), 4, glyphs.Count),
            ["name"] = Notices(),
            ["post"] = WithWhole(Table("post")[..32], 0, 0x00030000),
        });
    }

    private int Half(int at) => BinaryPrimitives.ReadUInt16BigEndian(_font.AsSpan(at));

    private int Whole(int at) => (int)BinaryPrimitives.ReadUInt32BigEndian(_font.AsSpan(at));

    private byte[] Table(string tag)
    {
        var (offset, length) = _tables[tag];
        return _font[offset..(offset + length)];
    }

    /// <summary>
    /// The glyph of a sign by the table for the basic plane of Unicode (format 4); 0 if there is none.
    /// </summary>
    private int GlyphOf(char sign)
    {
        var start = _tables["cmap"].Offset;
        for (var i = 0; i < Half(start + 2); i++)
        {
            var entry = start + 4 + (8 * i);
            var table = start + Whole(entry + 4);
            if (Half(entry) != 3 || Half(entry + 2) != 1 || Half(table) != 4)
            {
                continue;
            }

            var segments = Half(table + 6) / 2;
            for (var segment = 0; segment < segments; segment++)
            {
                var end = table + 14 + (2 * segment);
                var first = end + 2 + (2 * segments);
                if (sign > Half(end) || sign < Half(first))
                {
                    continue;
                }

                var delta = Half(first + (2 * segments));
                var range = first + (4 * segments);
                if (Half(range) == 0)
                {
                    return (sign + delta) & 0xFFFF;
                }

                var glyph = Half(range + Half(range) + (2 * (sign - Half(first))));
                return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
            }
        }

        return 0;
    }

    private byte[] Glyph(int glyph)
    {
        var (places, outlines) = (_tables["loca"].Offset, _tables["glyf"].Offset);
        var isLong = Half(_tables["head"].Offset + 50) == 1;
        int At(int index) => isLong ? Whole(places + (4 * index)) : 2 * Half(places + (2 * index));
        return _font[(outlines + At(glyph))..(outlines + At(glyph + 1))];
    }

    /// <summary>Where a composed glyph names its parts; nothing for a simple one.</summary>
    private static List<int> Parts(byte[] glyph)
    {
        var parts = new List<int>();
        if (glyph.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(glyph) >= 0)
        {
            return parts;
        }

        var (at, flags) = (10, 0x20);
        while ((flags & 0x20) != 0)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(glyph.AsSpan(at));
            parts.Add(at + 2);
            at += 4 + ((flags & 0x01) != 0 ? 4 : 2);
            at += (flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0;
        }

        parts.Add(at);
        return parts[..^1];
    }

    private (byte[] Outlines, byte[] Places) Outlines(List<int> glyphs)
    {
        using var outlines = new MemoryStream();
        var places = new byte[4 * (glyphs.Count + 1)];
        for (var i = 0; i < glyphs.Count; i++)
        {
            var glyph = Unhinted(Glyph(glyphs[i]));
            foreach (var place in Parts(glyph))
            {
                var part = BinaryPrimitives.ReadUInt16BigEndian(glyph.AsSpan(place));
                BinaryPrimitives.WriteUInt16BigEndian(glyph.AsSpan(place), (ushort)glyphs.IndexOf(part));
            }

            outlines.Write(glyph);
            while (outlines.Length % 4 != 0)
            {
                outlines.WriteByte(0);
            }

            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * (i + 1)), (uint)outlines.Length);
        }

        return (outlines.ToArray(), places);
    }

    /// <summary>A glyph without its instructions, which would need tables that are left out.</summary>
    private static byte[] Unhinted(byte[] glyph)
    {
        if (glyph.Length < 10)
        {
            return glyph;
        }

        var contours = BinaryPrimitives.ReadInt16BigEndian(glyph);
        if (contours >= 0)
        {
            var at = 10 + (2 * contours);
            var length = BinaryPrimitives.ReadUInt16BigEndian(glyph.AsSpan(at));
            return [.. glyph[..at], 0, 0, .. glyph[(at + 2 + length)..]];
        }

        var copy = (byte[])glyph.Clone();
        foreach (var place in Parts(copy))
        {
            copy[place - 2] &= 0xFE;
        }

        return copy;
    }

    private byte[] Widths(List<int> glyphs)
    {
        var start = _tables["hmtx"].Offset;
        var full = Half(_tables["hhea"].Offset + 34);
        var widths = new byte[4 * glyphs.Count];
        for (var i = 0; i < glyphs.Count; i++)
        {
            var glyph = glyphs[i];
            var width = Half(start + (4 * Math.Min(glyph, full - 1)));
            var bearing = Half(glyph < full ? start + (4 * glyph) + 2 : start + (4 * full) + (2 * (glyph - full)));
            BinaryPrimitives.WriteUInt16BigEndian(widths.AsSpan(4 * i), (ushort)width);
            BinaryPrimitives.WriteUInt16BigEndian(widths.AsSpan((4 * i) + 2), (ushort)bearing);
        }

        return widths;
    }

    /// <summary>A cmap of one table of format 4, a segment a sign.</summary>
    private static byte[] Characters(SortedDictionary<char, int> signs, List<int> glyphs)
    {
        (int Sign, int Delta)[] segments =
            [.. signs.Select(pair => ((int)pair.Key, glyphs.IndexOf(pair.Value) - pair.Key)), (0xFFFF, 1)];
        var table = new List<int>();
        var power = 1;
        while (2 * power <= segments.Length)
        {
            power *= 2;
        }

        table.AddRange([0, 1, 3, 1, 0, 12]);
        table.AddRange([4, 16 + (8 * segments.Length), 0, 2 * segments.Length, 2 * power]);
        table.AddRange([(int)Math.Log2(power), 2 * (segments.Length - power)]);
        table.AddRange(segments.Select(segment => segment.Sign));
        table.Add(0);
        table.AddRange(segments.Select(segment => segment.Sign));
        table.AddRange(segments.Select(segment => segment.Delta & 0xFFFF));
        table.AddRange(segments.Select(_ => 0));
        var octets = new byte[2 * table.Count];
        for (var i = 0; i < table.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2 * i), (ushort)table[i]);
        }

        return octets;
    }

    /// <summary>The copyright notice, the family and the style, in the encoding of Windows.</summary>
    private byte[] Notices()
    {
        var start = _tables["name"].Offset;
        var texts = start + Half(start + 4);
        var kept = new List<(int Id, byte[] Text)>();
        for (var i = 0; i < Half(start + 2); i++)
        {
            var record = start + 6 + (12 * i);
            if (Half(record) == 3 && Half(record + 6) is 0 or 1 or 2 && kept.All(one => one.Id != Half(record + 6)))
            {
                var at = texts + Half(record + 10);
                kept.Add((Half(record + 6), _font[at..(at + Half(record + 8))]));
            }
        }

        using var table = new MemoryStream();
        void Put(int value) => table.Write([(byte)(value >> 8), (byte)value]);
        Put(0);
        Put(kept.Count);
        Put(6 + (12 * kept.Count));
        var offset = 0;
        foreach (var (id, text) in kept.OrderBy(one => one.Id))
        {
            foreach (var value in new[] { 3, 1, 0x409, id, text.Length, offset })
            {
                Put(value);
            }

            offset += text.Length;
        }

        foreach (var (_, text) in kept.OrderBy(one => one.Id))
        {
            table.Write(text);
        }

        return table.ToArray();
    }

    private static byte[] WithHalf(byte[] table, int at, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(at), (ushort)value);
        return table;
    }

    private static byte[] WithWhole(byte[] table, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(table.AsSpan(at), value);
        return table;
    }

    /// <summary>The directory and the tables, with their check sums.</summary>
    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var power = 1;
        while (2 * power <= tables.Count)
        {
            power *= 2;
        }

        var at = 12 + (16 * tables.Count);
        var font = new byte[at + tables.Values.Sum(table => (table.Length + 3) / 4 * 4)];
        WithWhole(font, 0, 0x00010000);
        WithHalf(font, 4, tables.Count);
        WithHalf(font, 6, 16 * power);
        WithHalf(font, 8, (int)Math.Log2(power));
        WithHalf(font, 10, 16 * (tables.Count - power));
        var entry = 12;
        var head = 0;
        foreach (var (tag, table) in tables)
        {
            table.CopyTo(font, at);
            head = tag == "head" ? at : head;
            Encoding.ASCII.GetBytes(tag, font.AsSpan(entry));
            WithWhole(font, entry + 4, Sum(font.AsSpan(at, (table.Length + 3) / 4 * 4)));
            WithWhole(font, entry + 8, (uint)at);
            WithWhole(font, entry + 12, (uint)table.Length);
            at += (table.Length + 3) / 4 * 4;
            entry += 16;
        }

        return WithWhole(font, head + 8, unchecked(0xB1B0AFBAu - Sum(font)));
    }

    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        var sum = 0u;
        for (var i = 0; i < octets.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(octets[i..]));
        }

        return sum;
    }
}
