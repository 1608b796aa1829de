namespace PixelGpt.Numerics;

/// <summary>
/// Orthogonalises matrices approximately: replaces a matrix U·S·Vᵀ by about U·Vᵀ, by Newton–Schulz iterations
/// X ← aX + b(XXᵀ)X + c(XXᵀ)²X with the coefficients of Muon (Jordan et al. 2024). They bring singular values to about 0.7 to 1.2
/// in few iterations, instead of exactly to 1 in many. One instance serves one thread.
/// </summary>
internal sealed class NewtonSchulz
{
    /// <summary>The number of iterations.</summary>
    public const int Iterations = 5;

    /// <summary>The coefficient of X.</summary>
    public const float A = 3.4445f;

    /// <summary>The coefficient of (XXᵀ)X.</summary>
    public const float B = -4.7750f;

    /// <summary>The coefficient of (XXᵀ)²X.</summary>
    public const float C = 2.0315f;

    /// <summary>The value that is added to the norm that a matrix is divided by, so that a matrix of zeros remains one.</summary>
    public const float Epsilon = 1e-7f;

    private readonly IKernels _kernels;
    private readonly FloatBuffer _packed;
    private readonly FloatBuffer _gram;
    private readonly FloatBuffer _polynomial;
    private FloatBuffer _x;
    private FloatBuffer _next;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="longest">Maximum of the longer side of a matrix.</param>
    /// <param name="shortest">Maximum of the shorter side of a matrix.</param>
    public NewtonSchulz(IKernels kernels, int longest, int shortest)
    {
        _kernels = kernels;
        _packed = new FloatBuffer(kernels.PackedLength(longest, shortest));
        _gram = new FloatBuffer(checked(shortest * shortest));
        _polynomial = new FloatBuffer(checked(shortest * shortest));
        _x = new FloatBuffer(checked(longest * shortest));
        _next = new FloatBuffer(checked(longest * shortest));
    }

    /// <summary>Orthogonalises a matrix and multiplies it by a number, in place.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="factor">The number.</param>
    public void Orthogonalize(MatrixSpan matrix, float factor)
    {
        // The products XXᵀ are smaller if X has more columns than rows, so a tall matrix is transposed.
        bool isTall = matrix.Rows > matrix.Columns;
        int rows = Math.Min(matrix.Rows, matrix.Columns), columns = Math.Max(matrix.Rows, matrix.Columns);
        Read(matrix, isTall, _x[0, rows * columns]);
        Span<float> values = _x[0, rows * columns];
        _kernels.Scale(values, (float)(1 / (Math.Sqrt(_kernels.SumOfSquares(values)) + Epsilon)));
        for (int i = 0; i < Iterations; i++) Iterate(rows, columns);
        values = _x[0, rows * columns];
        _kernels.Scale(values, factor);
        Write(values, isTall, matrix);
    }

    private void Iterate(int rows, int columns)
    {
        MatrixSpan x = new(_x.Span, rows, columns), gram = new(_gram.Span, rows, rows), polynomial = new(_polynomial.Span, rows, rows);
        _kernels.Pack(((ReadOnlyMatrixSpan)x).Transposed, _packed.Span);
        _kernels.MatMul(x, new PackedMatrix(_packed.Span, columns, rows), default, false, gram);
        _kernels.MatMul(gram, gram, false, polynomial);

        // aX + bGX + cG²X = (aI + bG + cG²)·X
        Span<float> sum = _polynomial[0, rows * rows], first = _gram[0, rows * rows];
        _kernels.Scale(sum, C);
        _kernels.Scale(first, B);
        _kernels.Add(first, sum);
        for (int i = 0; i < sum.Length; i += rows + 1) sum[i] += A;
        _kernels.MatMul(polynomial, x, false, new MatrixSpan(_next.Span, rows, columns));
        (_x, _next) = (_next, _x);
    }

    private static void Read(MatrixSpan matrix, bool transposed, Span<float> to)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<float> from = matrix.Data.Slice(row * matrix.RowStride, matrix.Columns);
            if (!transposed) from.CopyTo(to[(row * matrix.Columns)..]);
            else for (int column = 0, at = row; column < from.Length; column++, at += matrix.Rows) to[at] = from[column];
        }
    }

    private static void Write(ReadOnlySpan<float> from, bool transposed, MatrixSpan matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            Span<float> to = matrix.Data.Slice(row * matrix.RowStride, matrix.Columns);
            if (!transposed) from.Slice(row * matrix.Columns, matrix.Columns).CopyTo(to);
            else for (int column = 0, at = row; column < to.Length; column++, at += matrix.Rows) to[column] = from[at];
        }
    }
}
