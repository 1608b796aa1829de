using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PixelGpt.Formats.Npz;

/// <summary>
/// Reads and writes the header of an <c>.npy</c> file (numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a
/// signature, a version and a Python dictionary of type, order and shape, padded so that the data starts at a multiple of 64.
/// </summary>
internal static partial class NpyHeader
{
    /// <summary>Maximum length of the dictionary; the same as in NumPy.</summary>
    public const int MaxLength = 10_000;

    /// <summary>Number of bytes before the dictionary in version 2; version 1 has two fewer.</summary>
    private const int PrefixLength = 12;

    private const int Alignment = 64;

    /// <summary>Maximum number of dimensions; the same as in NumPy.</summary>
    private const int MaxRank = 64;

    private static ReadOnlySpan<byte> Signature => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Creates the header of an array, in version 1.</summary>
    public static byte[] Write(NpyArray array)
    {
        string text = $"{{'descr': '{(array.IsDouble ? "<f8" : "<f4")}', 'fortran_order': False, 'shape': {array.ShapeText}, }}";
        int before = Signature.Length + 4;
        int padding = Alignment - ((before + text.Length + 1) % Alignment);
        text += new string(' ', padding % Alignment) + '\n';
        return [.. Signature, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>Reads the bytes before the dictionary.</summary>
    /// <param name="start">The file, or at least its first <see cref="PrefixLength"/> bytes.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <returns>Offset and length of the dictionary.</returns>
    /// <exception cref="InputException">The file is not an <c>.npy</c> file of version 1 or 2.</exception>
    public static (int Begin, int Length) ReadPrefix(ReadOnlySpan<byte> start, string name)
    {
        if (start.Length < PrefixLength || !start.StartsWith(Signature)) throw new InputException($"{name}: not a NumPy array: the NumPy signature is missing");
        (int major, int minor) = (start[6], start[7]);
        if (major is not (1 or 2) || minor != 0) throw new InputException($"{name}: .npy version {major}.{minor} is not supported; save the array as version 1.0 or 2.0");
        uint length = start[8] | ((uint)start[9] << 8);
        if (major == 2) length |= ((uint)start[10] << 16) | ((uint)start[11] << 24);
        if (length > MaxLength) throw new InputException($"{name}: the header of {length} bytes exceeds the limit of {MaxLength} bytes");
        return (major == 1 ? PrefixLength - 2 : PrefixLength, (int)length);
    }

    /// <summary>Reads the dictionary.</summary>
    /// <param name="bytes">The dictionary.</param>
    /// <param name="name">Name used in error messages.</param>
    /// <returns>The shape, and whether the elements are float64 instead of float32.</returns>
    /// <exception cref="InputException">The dictionary is damaged, or its type or order is not supported.</exception>
    public static (ImmutableArray<int> Shape, bool IsDouble) ReadDictionary(ReadOnlySpan<byte> bytes, string name)
    {
        string text = Encoding.Latin1.GetString(bytes);
        Match match = Dictionary().Match(text);
        Dictionary<string, string> entries = new(StringComparer.Ordinal);
        if (match.Success)
        {
            for (int i = 0; i < match.Groups[1].Captures.Count; i++) entries[match.Groups[1].Captures[i].Value] = match.Groups[2].Captures[i].Value;
        }

        if (entries.Count != 3 || match.Groups[1].Captures.Count != 3 || !entries.TryGetValue("descr", out string? type)
            || !entries.TryGetValue("fortran_order", out string? order) || !entries.TryGetValue("shape", out string? shape) || shape[0] != '(' || order is not ("True" or "False"))
            throw new InputException($"{name}: the header is damaged: '{Excerpt.Of(text.Trim(), 80)}'");
        bool isDouble = type switch
        {
            "'<f8'" or "\"<f8\"" => true,
            "'<f4'" or "\"<f4\"" => false,
            "'|O'" or "'O'" => throw new InputException($"{name}: pickled Python objects are not supported; save arrays of numbers"),
            _ => throw new InputException($"{name}: elements of type {Excerpt.Of(type, 40)} are not supported; save them as '<f8' (float64) or '<f4' (float32)"),
        };
        ImmutableArray<int> sizes = ReadShape(shape, name);
        if (order == "True" && sizes.Length > 1) throw new InputException($"{name}: Fortran order is not supported; save numpy.ascontiguousarray(array)");
        return (sizes, isDouble);
    }

    private static ImmutableArray<int> ReadShape(string text, string name)
    {
        string[] parts = text[1..^1].Split(',', StringSplitOptions.TrimEntries);
        if (parts[^1].Length == 0) parts = parts[..^1];
        if (parts.Length > MaxRank) throw new InputException($"{name}: the array has {parts.Length} dimensions; the maximum is {MaxRank}");
        int[] sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]))
                throw new InputException($"{name}: the shape {Excerpt.Of(text, 60)} has an invalid or too large size");
        }

        return [.. sizes];
    }

    /// <summary>Matches a Python dictionary whose values are strings, booleans or tuples of integers; NumPy writes nothing else here.</summary>
    [GeneratedRegex("""^\s*\{(?>\s*['"](\w{1,20})['"]\s*:\s*('[^']*'|"[^"]*"|True|False|\([\d, ]*\))\s*(?:,|(?=\})))*\s*\}\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
