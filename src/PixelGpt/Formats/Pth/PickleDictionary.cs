namespace PixelGpt.Formats.Pth;

/// <summary>A dictionary with string or integer keys, in insertion order.</summary>
internal sealed class PickleDictionary
{
    private Dictionary<object, object?>? _items;

    public IEnumerable<KeyValuePair<object, object?>> Items => _items ?? [];

    public object? this[object key] => _items?.GetValueOrDefault(key);

    public void Set(object key, object? value) => (_items ??= new(PickleKeys.Keyed))[key] = value;
}
