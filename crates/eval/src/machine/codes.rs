//! Which instruction does what, for each size of vectors and numbers.

#[allow(clippy::enum_glob_use, reason = "a table of some 200 codes")]
use iced_x86::Code::{self, *};

use super::graph::{One, Predicate, Shift, Two};

/// How many elements an instruction works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Width {
    /// One point; the vector of 128 bits is filled with it.
    Point,
    /// 256 bits, masks in vectors.
    Avx2,
    /// 512 bits, masks in registers of their own.
    Avx512,
}

/// The vectors that code works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub width: Width,
    /// Bytes of a number.
    pub bytes: u32,
}

/// Bytes of a line of the caches, two vectors at most. Past the caches a line is written as a whole, or else, where other work
/// comes in between, part by part, each of which takes as long.
pub(super) const LINE: u32 = 64;

/// How results are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stores {
    /// Into the caches, anywhere.
    Usual,
    /// Past the caches, into aligned memory: for arrays that the caches do not hold.
    PastCaches,
    /// Not at all: the only input comes in a register, and one result or two are returned in registers. For points.
    Registers,
}

/// The codes for a point, AVX2 and AVX-512: in f32, in f64.
type Row = [[Code; 3]; 2];

impl Shape {
    pub fn of(self, row: &Row) -> Code {
        row[usize::from(self.bytes == 8)][self.width as usize]
    }

    /// Bytes of a vector.
    pub fn vector(self) -> u32 {
        match self.width {
            Width::Point => 16,
            Width::Avx2 => 32,
            Width::Avx512 => 64,
        }
    }

    /// Whether masks have registers of their own, and instructions read single numbers from memory for all lanes.
    pub fn wide(self) -> bool {
        self.width == Width::Avx512
    }

    /// Whether numbers are f32.
    pub fn single(self) -> bool {
        self.bytes == 4
    }
}

/// `result, a, b or memory`
#[rustfmt::skip]
pub(super) fn two(two: Two) -> &'static Row {
    match two {
        Two::Add => &[[VEX_Vaddps_xmm_xmm_xmmm128, VEX_Vaddps_ymm_ymm_ymmm256, EVEX_Vaddps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vaddpd_xmm_xmm_xmmm128, VEX_Vaddpd_ymm_ymm_ymmm256, EVEX_Vaddpd_zmm_k1z_zmm_zmmm512b64_er]],
        Two::Sub => &[[VEX_Vsubps_xmm_xmm_xmmm128, VEX_Vsubps_ymm_ymm_ymmm256, EVEX_Vsubps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vsubpd_xmm_xmm_xmmm128, VEX_Vsubpd_ymm_ymm_ymmm256, EVEX_Vsubpd_zmm_k1z_zmm_zmmm512b64_er]],
        Two::Mul => &[[VEX_Vmulps_xmm_xmm_xmmm128, VEX_Vmulps_ymm_ymm_ymmm256, EVEX_Vmulps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vmulpd_xmm_xmm_xmmm128, VEX_Vmulpd_ymm_ymm_ymmm256, EVEX_Vmulpd_zmm_k1z_zmm_zmmm512b64_er]],
        Two::Div => &[[VEX_Vdivps_xmm_xmm_xmmm128, VEX_Vdivps_ymm_ymm_ymmm256, EVEX_Vdivps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vdivpd_xmm_xmm_xmmm128, VEX_Vdivpd_ymm_ymm_ymmm256, EVEX_Vdivpd_zmm_k1z_zmm_zmmm512b64_er]],
        Two::Min => &[[VEX_Vminps_xmm_xmm_xmmm128, VEX_Vminps_ymm_ymm_ymmm256, EVEX_Vminps_zmm_k1z_zmm_zmmm512b32_sae], [VEX_Vminpd_xmm_xmm_xmmm128, VEX_Vminpd_ymm_ymm_ymmm256, EVEX_Vminpd_zmm_k1z_zmm_zmmm512b64_sae]],
        Two::Max => &[[VEX_Vmaxps_xmm_xmm_xmmm128, VEX_Vmaxps_ymm_ymm_ymmm256, EVEX_Vmaxps_zmm_k1z_zmm_zmmm512b32_sae], [VEX_Vmaxpd_xmm_xmm_xmmm128, VEX_Vmaxpd_ymm_ymm_ymmm256, EVEX_Vmaxpd_zmm_k1z_zmm_zmmm512b64_sae]],
        Two::Scale => &[[INVALID, INVALID, EVEX_Vscalefps_zmm_k1z_zmm_zmmm512b32_er], [INVALID, INVALID, EVEX_Vscalefpd_zmm_k1z_zmm_zmmm512b64_er]],
        Two::And => &[[VEX_Vandps_xmm_xmm_xmmm128, VEX_Vandps_ymm_ymm_ymmm256, EVEX_Vpandd_zmm_k1z_zmm_zmmm512b32], [VEX_Vandps_xmm_xmm_xmmm128, VEX_Vandps_ymm_ymm_ymmm256, EVEX_Vpandq_zmm_k1z_zmm_zmmm512b64]],
        Two::Or => &[[VEX_Vorps_xmm_xmm_xmmm128, VEX_Vorps_ymm_ymm_ymmm256, EVEX_Vpord_zmm_k1z_zmm_zmmm512b32], [VEX_Vorps_xmm_xmm_xmmm128, VEX_Vorps_ymm_ymm_ymmm256, EVEX_Vporq_zmm_k1z_zmm_zmmm512b64]],
        Two::Xor => &[[VEX_Vxorps_xmm_xmm_xmmm128, VEX_Vxorps_ymm_ymm_ymmm256, EVEX_Vpxord_zmm_k1z_zmm_zmmm512b32], [VEX_Vxorps_xmm_xmm_xmmm128, VEX_Vxorps_ymm_ymm_ymmm256, EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64]],
        Two::AddBits => &[[VEX_Vpaddd_xmm_xmm_xmmm128, VEX_Vpaddd_ymm_ymm_ymmm256, EVEX_Vpaddd_zmm_k1z_zmm_zmmm512b32], [VEX_Vpaddq_xmm_xmm_xmmm128, VEX_Vpaddq_ymm_ymm_ymmm256, EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64]],
        Two::SubBits => &[[VEX_Vpsubd_xmm_xmm_xmmm128, VEX_Vpsubd_ymm_ymm_ymmm256, EVEX_Vpsubd_zmm_k1z_zmm_zmmm512b32], [VEX_Vpsubq_xmm_xmm_xmmm128, VEX_Vpsubq_ymm_ymm_ymmm256, EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64]],
    }
}

/// `result, a or memory`, and for roundings the mode.
#[rustfmt::skip]
pub(super) fn one(one: One) -> &'static Row {
    match one {
        One::Sqrt => &[[VEX_Vsqrtps_xmm_xmmm128, VEX_Vsqrtps_ymm_ymmm256, EVEX_Vsqrtps_zmm_k1z_zmmm512b32_er], [VEX_Vsqrtpd_xmm_xmmm128, VEX_Vsqrtpd_ymm_ymmm256, EVEX_Vsqrtpd_zmm_k1z_zmmm512b64_er]],
        One::Floor | One::Ceil | One::Round => &[[VEX_Vroundps_xmm_xmmm128_imm8, VEX_Vroundps_ymm_ymmm256_imm8, EVEX_Vrndscaleps_zmm_k1z_zmmm512b32_imm8_sae], [VEX_Vroundpd_xmm_xmmm128_imm8, VEX_Vroundpd_ymm_ymmm256_imm8, EVEX_Vrndscalepd_zmm_k1z_zmmm512b64_imm8_sae]],
    }
}

/// The mode of a rounding, without exceptions.
pub(super) fn rounding(one: One) -> Option<u32> {
    match one {
        One::Round => Some(8),
        One::Floor => Some(9),
        One::Ceil => Some(10),
        One::Sqrt => None,
    }
}

/// `result, a, places`
#[rustfmt::skip]
pub(super) fn shift(shift: Shift) -> &'static Row {
    match shift {
        Shift::Left => &[[VEX_Vpslld_xmm_xmm_imm8, VEX_Vpslld_ymm_ymm_imm8, EVEX_Vpslld_zmm_k1z_zmmm512b32_imm8], [VEX_Vpsllq_xmm_xmm_imm8, VEX_Vpsllq_ymm_ymm_imm8, EVEX_Vpsllq_zmm_k1z_zmmm512b64_imm8]],
        Shift::Right => &[[VEX_Vpsrld_xmm_xmm_imm8, VEX_Vpsrld_ymm_ymm_imm8, EVEX_Vpsrld_zmm_k1z_zmmm512b32_imm8], [VEX_Vpsrlq_xmm_xmm_imm8, VEX_Vpsrlq_ymm_ymm_imm8, EVEX_Vpsrlq_zmm_k1z_zmmm512b64_imm8]],
    }
}

/// What takes part in a multiplication and addition with which sign: `± a b ± c`.
#[rustfmt::skip]
const MUL_ADD: [[Row; 3]; 4] = [
    [
        [[VEX_Vfmadd132ps_xmm_xmm_xmmm128, VEX_Vfmadd132ps_ymm_ymm_ymmm256, EVEX_Vfmadd132ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmadd132pd_xmm_xmm_xmmm128, VEX_Vfmadd132pd_ymm_ymm_ymmm256, EVEX_Vfmadd132pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfmadd213ps_xmm_xmm_xmmm128, VEX_Vfmadd213ps_ymm_ymm_ymmm256, EVEX_Vfmadd213ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmadd213pd_xmm_xmm_xmmm128, VEX_Vfmadd213pd_ymm_ymm_ymmm256, EVEX_Vfmadd213pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfmadd231ps_xmm_xmm_xmmm128, VEX_Vfmadd231ps_ymm_ymm_ymmm256, EVEX_Vfmadd231ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmadd231pd_xmm_xmm_xmmm128, VEX_Vfmadd231pd_ymm_ymm_ymmm256, EVEX_Vfmadd231pd_zmm_k1z_zmm_zmmm512b64_er]],
    ],
    [
        [[VEX_Vfmsub132ps_xmm_xmm_xmmm128, VEX_Vfmsub132ps_ymm_ymm_ymmm256, EVEX_Vfmsub132ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmsub132pd_xmm_xmm_xmmm128, VEX_Vfmsub132pd_ymm_ymm_ymmm256, EVEX_Vfmsub132pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfmsub213ps_xmm_xmm_xmmm128, VEX_Vfmsub213ps_ymm_ymm_ymmm256, EVEX_Vfmsub213ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmsub213pd_xmm_xmm_xmmm128, VEX_Vfmsub213pd_ymm_ymm_ymmm256, EVEX_Vfmsub213pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfmsub231ps_xmm_xmm_xmmm128, VEX_Vfmsub231ps_ymm_ymm_ymmm256, EVEX_Vfmsub231ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfmsub231pd_xmm_xmm_xmmm128, VEX_Vfmsub231pd_ymm_ymm_ymmm256, EVEX_Vfmsub231pd_zmm_k1z_zmm_zmmm512b64_er]],
    ],
    [
        [[VEX_Vfnmadd132ps_xmm_xmm_xmmm128, VEX_Vfnmadd132ps_ymm_ymm_ymmm256, EVEX_Vfnmadd132ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmadd132pd_xmm_xmm_xmmm128, VEX_Vfnmadd132pd_ymm_ymm_ymmm256, EVEX_Vfnmadd132pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfnmadd213ps_xmm_xmm_xmmm128, VEX_Vfnmadd213ps_ymm_ymm_ymmm256, EVEX_Vfnmadd213ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmadd213pd_xmm_xmm_xmmm128, VEX_Vfnmadd213pd_ymm_ymm_ymmm256, EVEX_Vfnmadd213pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfnmadd231ps_xmm_xmm_xmmm128, VEX_Vfnmadd231ps_ymm_ymm_ymmm256, EVEX_Vfnmadd231ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmadd231pd_xmm_xmm_xmmm128, VEX_Vfnmadd231pd_ymm_ymm_ymmm256, EVEX_Vfnmadd231pd_zmm_k1z_zmm_zmmm512b64_er]],
    ],
    [
        [[VEX_Vfnmsub132ps_xmm_xmm_xmmm128, VEX_Vfnmsub132ps_ymm_ymm_ymmm256, EVEX_Vfnmsub132ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmsub132pd_xmm_xmm_xmmm128, VEX_Vfnmsub132pd_ymm_ymm_ymmm256, EVEX_Vfnmsub132pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfnmsub213ps_xmm_xmm_xmmm128, VEX_Vfnmsub213ps_ymm_ymm_ymmm256, EVEX_Vfnmsub213ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmsub213pd_xmm_xmm_xmmm128, VEX_Vfnmsub213pd_ymm_ymm_ymmm256, EVEX_Vfnmsub213pd_zmm_k1z_zmm_zmmm512b64_er]],
        [[VEX_Vfnmsub231ps_xmm_xmm_xmmm128, VEX_Vfnmsub231ps_ymm_ymm_ymmm256, EVEX_Vfnmsub231ps_zmm_k1z_zmm_zmmm512b32_er], [VEX_Vfnmsub231pd_xmm_xmm_xmmm128, VEX_Vfnmsub231pd_ymm_ymm_ymmm256, EVEX_Vfnmsub231pd_zmm_k1z_zmm_zmmm512b64_er]],
    ],
];

/// Which operands an instruction multiplies; the first is the result too, the third may be in memory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// `first * third + second`
    FirstThird,
    /// `second * first + third`
    SecondFirst,
    /// `second * third + first`
    SecondThird,
}

pub(super) fn mul_add(negative_product: bool, negative_addend: bool, order: Order) -> &'static Row {
    let signs = usize::from(negative_product) * 2 + usize::from(negative_addend);
    &MUL_ADD[signs][order as usize]
}

/// `mask, a, b or memory, predicate`
pub(super) const COMPARE: Row = [
    [
        VEX_Vcmpps_xmm_xmm_xmmm128_imm8,
        VEX_Vcmpps_ymm_ymm_ymmm256_imm8,
        EVEX_Vcmpps_kr_k1_zmm_zmmm512b32_imm8_sae,
    ],
    [
        VEX_Vcmppd_xmm_xmm_xmmm128_imm8,
        VEX_Vcmppd_ymm_ymm_ymmm256_imm8,
        EVEX_Vcmppd_kr_k1_zmm_zmmm512b64_imm8_sae,
    ],
];

/// The number of a predicate that raises no exceptions.
pub(super) fn predicate(predicate: Predicate) -> u32 {
    match predicate {
        Predicate::Equal => 0x00,
        Predicate::NotEqual => 0x04,
        Predicate::Less => 0x11,
        Predicate::LessEqual => 0x12,
        Predicate::NotLess => 0x15,
        Predicate::NotLessEqual => 0x16,
    }
}

/// `result, no, yes or memory`, with the mask behind or as a mask.
pub(super) const CHOOSE: Row = [
    [
        VEX_Vblendvps_xmm_xmm_xmmm128_xmm,
        VEX_Vblendvps_ymm_ymm_ymmm256_ymm,
        EVEX_Vblendmps_zmm_k1z_zmm_zmmm512b32,
    ],
    [
        VEX_Vblendvpd_xmm_xmm_xmmm128_xmm,
        VEX_Vblendvpd_ymm_ymm_ymmm256_ymm,
        EVEX_Vblendmpd_zmm_k1z_zmm_zmmm512b64,
    ],
];

/// `result, a or memory`, aligned and under a mask.
pub(super) const MOVE: Row = [
    [
        VEX_Vmovaps_xmm_xmmm128,
        VEX_Vmovaps_ymm_ymmm256,
        EVEX_Vmovaps_zmm_k1z_zmmm512,
    ],
    [
        VEX_Vmovapd_xmm_xmmm128,
        VEX_Vmovapd_ymm_ymmm256,
        EVEX_Vmovapd_zmm_k1z_zmmm512,
    ],
];

/// `memory, a`, aligned.
pub(super) const SPILL: Row = [
    [
        VEX_Vmovaps_xmmm128_xmm,
        VEX_Vmovaps_ymmm256_ymm,
        EVEX_Vmovaps_zmmm512_k1z_zmm,
    ],
    [
        VEX_Vmovapd_xmmm128_xmm,
        VEX_Vmovapd_ymmm256_ymm,
        EVEX_Vmovapd_zmmm512_k1z_zmm,
    ],
];

/// `result, memory`, anywhere; a point fills its vector.
pub(super) const LOAD: Row = [
    [
        VEX_Vbroadcastss_xmm_m32,
        VEX_Vmovups_ymm_ymmm256,
        EVEX_Vmovups_zmm_k1z_zmmm512,
    ],
    [
        VEX_Vmovddup_xmm_xmmm64,
        VEX_Vmovupd_ymm_ymmm256,
        EVEX_Vmovupd_zmm_k1z_zmmm512,
    ],
];

/// `memory, a`, anywhere; of a point the first number.
pub(super) const STORE: Row = [
    [
        VEX_Vmovss_m32_xmm,
        VEX_Vmovups_ymmm256_ymm,
        EVEX_Vmovups_zmmm512_k1z_zmm,
    ],
    [
        VEX_Vmovsd_m64_xmm,
        VEX_Vmovupd_ymmm256_ymm,
        EVEX_Vmovupd_zmmm512_k1z_zmm,
    ],
];

/// `memory, a`, past the caches; the memory is aligned.
pub(super) const STREAM: Row = [
    [INVALID, VEX_Vmovntps_m256_ymm, EVEX_Vmovntps_m512_zmm],
    [INVALID, VEX_Vmovntpd_m256_ymm, EVEX_Vmovntpd_m512_zmm],
];

/// `result, memory`: one number for all lanes.
pub(super) const BROADCAST: Row = [
    [
        VEX_Vbroadcastss_xmm_m32,
        VEX_Vbroadcastss_ymm_m32,
        EVEX_Vbroadcastss_zmm_k1z_xmmm32,
    ],
    [
        VEX_Vmovddup_xmm_xmmm64,
        VEX_Vbroadcastsd_ymm_m64,
        EVEX_Vbroadcastsd_zmm_k1z_xmmm64,
    ],
];

/// `result, a`: the first number in all places.
pub(super) const FILL: Row = [
    [VEX_Vbroadcastss_xmm_xmm, INVALID, INVALID],
    [VEX_Vmovddup_xmm_xmmm64, INVALID, INVALID],
];

/// `result, a`: the first number in all places.
pub(super) const SPREAD: Row = [
    [
        INVALID,
        VEX_Vbroadcastss_ymm_xmm,
        EVEX_Vbroadcastss_zmm_k1z_xmmm32,
    ],
    [
        INVALID,
        VEX_Vbroadcastsd_ymm_xmm,
        EVEX_Vbroadcastsd_zmm_k1z_xmmm64,
    ],
];

/// The instruction that exchanges lanes at a distance, how many times it reads the vector, and the order in which it puts
/// the parts.
pub(super) fn exchange(shape: Shape, distance: u8) -> Option<(Code, u32, u32)> {
    let bytes = u32::from(distance) * shape.bytes;
    Some(match (shape.width, bytes) {
        (Width::Avx512, 32) => (EVEX_Vshuff64x2_zmm_k1z_zmm_zmmm512b64_imm8, 2, 0x4e),
        (Width::Avx512, 16) => (EVEX_Vshuff64x2_zmm_k1z_zmm_zmmm512b64_imm8, 2, 0xb1),
        (Width::Avx2, 16) => (VEX_Vperm2f128_ymm_ymm_ymmm256_imm8, 2, 0x01),
        (Width::Avx512, 8) => (EVEX_Vpermilps_zmm_k1z_zmmm512b32_imm8, 1, 0x4e),
        (Width::Avx2, 8) => (VEX_Vpermilps_ymm_ymmm256_imm8, 1, 0x4e),
        (Width::Avx512, 4) => (EVEX_Vpermilps_zmm_k1z_zmmm512b32_imm8, 1, 0xb1),
        (Width::Avx2, 4) => (VEX_Vpermilps_ymm_ymmm256_imm8, 1, 0xb1),
        _ => return None,
    })
}

/// `result, memory with a vector of indices, mask`: entries of a table.
pub(super) const GATHER: Row = [
    [
        VEX_Vgatherdps_xmm_vm32x_xmm,
        VEX_Vgatherdps_ymm_vm32y_ymm,
        INVALID,
    ],
    [
        VEX_Vgatherqpd_xmm_vm64x_xmm,
        VEX_Vgatherqpd_ymm_vm64y_ymm,
        INVALID,
    ],
];

/// `integer, mask`: whether it holds, lane by lane.
pub(super) const SIGNS: Row = [
    [VEX_Vmovmskps_r32_xmm, VEX_Vmovmskps_r32_ymm, INVALID],
    [VEX_Vmovmskpd_r32_xmm, VEX_Vmovmskpd_r32_ymm, INVALID],
];

/// Sets the flags by a mask.
pub(super) const TEST: Row = [
    [INVALID, INVALID, VEX_Kortestw_kr_kr],
    [INVALID, INVALID, VEX_Kortestb_kr_kr],
];
