using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Formats.Pth;

/// <summary>
/// Reads a pickle (protocols 2 to 4, as <c>torch.save</c> writes it) without executing anything. It supports numbers,
/// strings, lists, tuples and dictionaries, and of the functions a pickle may name only the few that create tensors; all
/// others are rejected. Time and memory are bounded by the length of the input.
/// </summary>
/// <remarks>
/// Values are <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, null,
/// <see cref="PickleList"/> (lists and tuples), <see cref="PickleDictionary"/> and the results of the tensor functions.
/// </remarks>
internal sealed class PickleReader
{
    /// <summary>How to save a checkpoint that the reader refuses, for error messages.</summary>
    public const string SaveStateDict = "In Python, save the weights alone: torch.save(model.state_dict(), \"weights.pth\")";

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _path;
    private readonly Func<PickleList, object?> _persistentLoad;
    private readonly Func<string, PickleList, object?> _call;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<object, object?> _memo = new(PickleKeys.Keyed);
    private int _at;

    /// <summary>Creates a reader.</summary>
    /// <param name="bytes">The pickle; more data may follow it.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <param name="persistentLoad">Returns the storage with a persistent id.</param>
    /// <param name="call">Calls a function by its full name with a tuple of arguments; rejects unknown names.</param>
    public PickleReader(ReadOnlyMemory<byte> bytes, string path, Func<PickleList, object?> persistentLoad, Func<string, PickleList, object?> call)
    {
        _bytes = bytes;
        _path = path;
        _persistentLoad = persistentLoad;
        _call = call;
    }

    /// <summary>The length of the pickle in bytes, after <see cref="Read"/>.</summary>
    public int Length => _at;

    /// <summary>Reads the pickle.</summary>
    /// <returns>The unpickled value.</returns>
    /// <exception cref="InputException">The pickle is damaged, or uses an unsupported operation or function.</exception>
    public object? Read()
    {
        while (true)
        {
            byte opcode = Take(1)[0];
            if (opcode == (byte)'.') return Pop();
            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: Take(1); break;
            case 0x95: Take(8); break;
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Take(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(Long(Take(1)[0])); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8C: Push(Text(Take(1)[0])); break;
            case (byte)'T': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'U': Push(Text(Take(1)[0])); break;
            case (byte)']': Push(new PickleList()); break;
            case (byte)')': Push(new PickleList()); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)'t': Push(new PickleList(PopToMark())); break;
            case 0x85: PushTuple(1); break;
            case 0x86: PushTuple(2); break;
            case 0x87: PushTuple(3); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetItems([.. Enumerable.Reverse([Pop(), Pop()])]); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'q': _memo[(long)Take(1)[0]] = Peek(); break;
            case (byte)'r': _memo[(long)BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: _memo[(long)_memo.Count] = Peek(); break;
            case (byte)'h': Push(Recall(Take(1)[0])); break;
            case (byte)'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'c': Push(new PickleFunction(Line() + "." + Line())); break;
            case 0x93: PushStackFunction(); break;
            case (byte)'Q': Push(_persistentLoad(Pop<PickleList>("a persistent id"))); break;
            case (byte)'R': Reduce(); break;
            case 0x81: throw ObjectOfClass(argumentCount: 1);
            case 0x92: throw ObjectOfClass(argumentCount: 2);
            case (byte)'b': Build(); break;
            default: throw Damaged($"operation 0x{opcode:x2} is not supported");
        }
    }

    private void PushTuple(int count)
    {
        object?[] items = new object?[count];
        for (int i = count - 1; i >= 0; i--) items[i] = Pop();
        Push(new PickleList(items));
    }

    private void PushStackFunction()
    {
        string name = Pop<string>("a function's name"), module = Pop<string>("a module's name");
        Push(new PickleFunction(module + "." + name));
    }

    private void Append(IReadOnlyList<object?> items)
    {
        if (Peek() is not PickleList list) throw Damaged("the target of an append is not a list");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0) throw Damaged("the target of key-value pairs is not a dictionary");
        for (int i = 0; i < items.Length; i += 2) dictionary.Set(items[i] is string or long ? items[i]! : throw Damaged("a key is neither a string nor an integer"), items[i + 1]);
    }

    private void Reduce()
    {
        PickleList arguments = Pop<PickleList>("arguments");
        string function = Pop<PickleFunction>("a function").Name;
        Push(function == "collections.OrderedDict" && arguments.Count == 0 ? new PickleDictionary() : _call(function, arguments));
    }

    /// <summary>Creates the exception for an object whose class and arguments are on the stack.</summary>
    private InputException ObjectOfClass(int argumentCount)
    {
        for (int i = 0; i < argumentCount; i++) _ = Pop();
        return new InputException($"{_path}: the file contains an object of the class {Excerpt.Of(Pop<PickleFunction>("a class").Name, 100)}, but only tensors, dictionaries, lists, text and numbers are read; nothing was executed. {SaveStateDict}");
    }

    /// <summary>Ignores attributes of a dictionary, such as the <c>_metadata</c> of a state dict.</summary>
    private void Build()
    {
        _ = Pop();
        if (Peek() is not PickleDictionary) throw Damaged("attributes are set on something other than a dictionary");
    }

    private object? Recall(long index) => _memo.TryGetValue(index, out object? value) ? value : throw Damaged($"memo {index} is not set");

    private long Long(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length);
        if (length > 8) throw Damaged("an integer has more than 64 bits");
        long value = length > 0 && bytes[^1] >= 0x80 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    private string Text(uint length) => Encoding.UTF8.GetString(Take(length > int.MaxValue ? int.MaxValue : (int)length));

    private string Line()
    {
        int length = _bytes.Span[_at..].IndexOf((byte)'\n');
        if (length < 0) throw Damaged("the data is truncated");
        string line = Encoding.UTF8.GetString(Take(length));
        Take(1);
        return line;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at) throw Damaged("the data is truncated");
        _at += count;
        return _bytes.Span.Slice(_at - count, count);
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > (_marks.TryPeek(out int mark) ? mark : 0) ? _stack[^1] : throw Damaged("the stack is empty");

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Pop<T>(string what) => Pop() is T value ? value : throw Damaged($"expected {what}");

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out int mark)) throw Damaged("a mark is missing");
        object?[] items = [.. _stack[mark..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private InputException Damaged(string what) => new($"{_path}: damaged pickle, or not written by torch.save, at byte {_at}: {what}");
}
