@numbers0 = internal unnamed_addr constant [7 x i64] [i64 0, i64 20024, i64 1000, i64 20024, i64 1309, i64 15, i64 21333], align 8
declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.sqrt.v8f32(<8 x float>)
declare float @llvm.sqrt.f32(float)
@places0_0 = internal unnamed_addr constant [14 x i32] [i32 3, i32 2, i32 4, i32 1, i32 10, i32 11, i32 9, i32 7, i32 6, i32 8, i32 5, i32 13, i32 14, i32 12], align 8
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 15, align 16
  %v2 = alloca i64, i64 4, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = getelementptr inbounds i64, ptr %v1, i64 1
  br label %b5
b5:
  %i8 = phi i64 [ 0, %start ], [ %v13, %b6 ]
  %v9 = icmp slt i64 %i8, 14
  br i1 %v9, label %b6, label %b7
b6:
  %v10 = getelementptr inbounds ptr, ptr %bufs, i64 %i8
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds ptr, ptr %v4, i64 %i8
  store ptr %v11, ptr %v12, align 8
  %v13 = add nsw i64 %i8, 1
  br label %b5
b7:
  store ptr %ctx, ptr %v2, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v1, ptr %v14, align 8
  %v15 = load i64, ptr %v3, align 8
  %v16 = icmp eq i64 %v15, 0
  br i1 %v16, label %b17, label %b18
b17:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b18
b18:
  %v19 = load i64, ptr %v3, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v21 = load i64, ptr %v20, align 8
  %v22 = icmp eq i64 %v19, 0
  %v23 = select i1 %v22, i64 %v21, i64 %v19
  ret i64 %v23
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v5 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = mul nsw i64 %v2, 16
  %v4 = call i64 @llvm.smin.i64(i64 %v3, i64 1)
  store i64 21333, ptr %v5, align 8
  %v6 = icmp sgt i64 %v4, 1
  br i1 %v6, label %b7, label %b8
b7:
  %v9 = sub nsw i64 %v4, 1
  %v10 = add nsw i64 21333, %v9
  %v11 = udiv i64 %v10, %v4
  store i64 %v11, ptr %v5, align 8
  br label %b8
b8:
  %v12 = load i64, ptr %v5, align 8
  %v13 = getelementptr inbounds i64, ptr %handed, i64 2
  store i64 %v12, ptr %v13, align 8
  %v14 = load i64, ptr %status, align 8
  %v15 = icmp eq i64 %v14, 0
  br i1 %v15, label %b16, label %b17
b16:
  %v18 = call i64 @run_tasks(ptr %ctx, ptr @bundle0, ptr %handed, i64 %v4, i64 %what)
  store i64 %v18, ptr %status, align 8
  br label %b17
b17:
  ret void
}
define internal void @bundle0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load i64, ptr %v3, align 8
  %v5 = mul nsw i64 %task, %v4
  %v6 = add nsw i64 %v5, %v4
  %v7 = getelementptr inbounds i64, ptr @numbers0, i64 6
  %v8 = load i64, ptr %v7, align 8
  %v9 = load i64, ptr @numbers0, align 8
  %v10 = icmp slt i64 %v9, %v6
  %v11 = icmp sgt i64 %v8, %v5
  %v12 = and i1 %v10, %v11
  br i1 %v12, label %b13, label %b14
b13:
  call void @bundle0_0(ptr %frame, ptr %v2, ptr @places0_0, ptr @numbers0, i64 2, i64 %v5, i64 %v6)
  br label %b14
b14:
  ret void
}
define internal void @bundle0_0(ptr noalias %frame, ptr noalias %words, ptr noalias %places, ptr noalias %numbers, i64 %count, i64 %low, i64 %high) nounwind "no-builtins" {
entry:
  %v58 = alloca i64, i64 1, align 8
  %v67 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load ptr, ptr %frame, align 8
  %v2 = sub nsw i64 %high, 1
  %v3 = call i64 @find_member(ptr %numbers, i64 3, i64 %count, i64 %low)
  %v4 = call i64 @find_member(ptr %numbers, i64 3, i64 %count, i64 %v2)
  %v5 = add nsw i64 %v4, 1
  %v6 = call i64 @llvm.smin.i64(i64 %v5, i64 %count)
  br label %b7
b7:
  %i10 = phi i64 [ %v3, %start ], [ %v150, %b80 ]
  %v11 = icmp slt i64 %i10, %v6
  br i1 %v11, label %b8, label %b9
b8:
  %v12 = mul nsw i64 %i10, 3
  %v13 = getelementptr inbounds i64, ptr %numbers, i64 %v12
  %v14 = load i64, ptr %v13, align 8
  %v15 = getelementptr inbounds i64, ptr %v13, i64 1
  %v16 = load i64, ptr %v15, align 8
  %v17 = getelementptr inbounds i64, ptr %v13, i64 2
  %v18 = load i64, ptr %v17, align 8
  %v19 = mul nsw i64 %i10, 7
  %v20 = getelementptr inbounds i32, ptr %places, i64 %v19
  %v21 = load i32, ptr %v20, align 4
  %v22 = zext i32 %v21 to i64
  %v23 = getelementptr inbounds i64, ptr %words, i64 %v22
  %v24 = load ptr, ptr %v23, align 8
  %v25 = getelementptr inbounds i32, ptr %v20, i64 1
  %v26 = load i32, ptr %v25, align 4
  %v27 = zext i32 %v26 to i64
  %v28 = getelementptr inbounds i64, ptr %words, i64 %v27
  %v29 = load ptr, ptr %v28, align 8
  %v30 = getelementptr inbounds i32, ptr %v20, i64 2
  %v31 = load i32, ptr %v30, align 4
  %v32 = zext i32 %v31 to i64
  %v33 = getelementptr inbounds i64, ptr %words, i64 %v32
  %v34 = load ptr, ptr %v33, align 8
  %v35 = getelementptr inbounds i32, ptr %v20, i64 3
  %v36 = load i32, ptr %v35, align 4
  %v37 = zext i32 %v36 to i64
  %v38 = getelementptr inbounds i64, ptr %words, i64 %v37
  %v39 = load ptr, ptr %v38, align 8
  %v40 = getelementptr inbounds i32, ptr %v20, i64 4
  %v41 = load i32, ptr %v40, align 4
  %v42 = zext i32 %v41 to i64
  %v43 = getelementptr inbounds i64, ptr %words, i64 %v42
  %v44 = load ptr, ptr %v43, align 8
  %v45 = getelementptr inbounds i32, ptr %v20, i64 5
  %v46 = load i32, ptr %v45, align 4
  %v47 = zext i32 %v46 to i64
  %v48 = getelementptr inbounds i64, ptr %words, i64 %v47
  %v49 = load ptr, ptr %v48, align 8
  %v50 = getelementptr inbounds i32, ptr %v20, i64 6
  %v51 = load i32, ptr %v50, align 4
  %v52 = zext i32 %v51 to i64
  %v53 = getelementptr inbounds i64, ptr %words, i64 %v52
  %v54 = load ptr, ptr %v53, align 8
  %v55 = getelementptr inbounds i64, ptr %v13, i64 3
  %v56 = load i64, ptr %v55, align 8
  %v57 = icmp slt i64 %v14, %low
  store i64 0, ptr %v58, align 8
  br i1 %v57, label %b59, label %b60
b59:
  %v61 = sub nsw i64 %low, %v14
  %v62 = sub nsw i64 %v16, 1
  %v63 = add nsw i64 %v61, %v62
  %v64 = udiv i64 %v63, %v16
  store i64 %v64, ptr %v58, align 8
  br label %b60
b60:
  %v65 = load i64, ptr %v58, align 8
  %v66 = icmp sgt i64 %v56, %high
  store i64 4611686018427387904, ptr %v67, align 8
  br i1 %v66, label %b68, label %b69
b68:
  %v70 = sub nsw i64 %high, %v14
  %v71 = sub nsw i64 %v16, 1
  %v72 = add nsw i64 %v70, %v71
  %v73 = udiv i64 %v72, %v16
  store i64 %v73, ptr %v67, align 8
  br label %b69
b69:
  %v74 = load i64, ptr %v67, align 8
  %v75 = add nsw i64 %v18, 4095
  %v76 = udiv i64 %v75, 4096
  %v77 = call i64 @llvm.smin.i64(i64 %v74, i64 %v76)
  br label %b78
b78:
  %i81 = phi i64 [ %v65, %b69 ], [ %v149, %b121 ]
  %c81_0 = phi i64 [ %v65, %b69 ], [ %v148, %b121 ]
  %v82 = icmp slt i64 %i81, %v77
  br i1 %v82, label %b79, label %b80
b79:
  %v83 = mul nsw i64 %c81_0, 4096
  %v84 = add nsw i64 %v83, 4096
  %v85 = call i64 @llvm.smin.i64(i64 %v84, i64 %v18)
  %v86 = sub nsw i64 %v85, %v83
  %v87 = udiv i64 %v86, 8
  %v88 = mul nsw i64 %v87, 8
  %v89 = add nsw i64 %v83, %v88
  br label %b90
b90:
  %i93 = phi i64 [ %v83, %b79 ], [ %v118, %b91 ]
  %v94 = icmp slt i64 %i93, %v89
  br i1 %v94, label %b91, label %b92
b91:
  %v95 = getelementptr inbounds float, ptr %v24, i64 %i93
  %v96 = load <8 x float>, ptr %v95, align 4
  %v97 = fmul <8 x float> splat (float 0x3FECCCCCC0000000), %v96
  %v98 = getelementptr inbounds float, ptr %v29, i64 %i93
  %v99 = load <8 x float>, ptr %v98, align 4
  %v100 = fmul <8 x float> splat (float 0x3FB99999A0000000), %v99
  %v101 = fadd <8 x float> %v97, %v100
  %v102 = getelementptr inbounds float, ptr %v34, i64 %i93
  %v103 = load <8 x float>, ptr %v102, align 4
  %v104 = fmul <8 x float> splat (float 0x3FEFF7CEE0000000), %v103
  %v105 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v99
  %v106 = fmul <8 x float> %v105, %v99
  %v107 = fadd <8 x float> %v104, %v106
  %v108 = getelementptr inbounds float, ptr %v39, i64 %i93
  %v109 = load <8 x float>, ptr %v108, align 4
  %v110 = fmul <8 x float> splat (float 0x3F50624DE0000000), %v101
  %v111 = call <8 x float> @llvm.sqrt.v8f32(<8 x float> %v107)
  %v112 = fadd <8 x float> %v111, splat (float 0x3E45798EE0000000)
  %v113 = fdiv <8 x float> %v110, %v112
  %v114 = fsub <8 x float> %v109, %v113
  %v115 = getelementptr inbounds float, ptr %v44, i64 %i93
  store <8 x float> %v101, ptr %v115, align 4
  %v116 = getelementptr inbounds float, ptr %v49, i64 %i93
  store <8 x float> %v107, ptr %v116, align 4
  %v117 = getelementptr inbounds float, ptr %v54, i64 %i93
  store <8 x float> %v114, ptr %v117, align 4
  %v118 = add nsw i64 %i93, 8
  br label %b90
b92:
  br label %b119
b119:
  %i122 = phi i64 [ %v89, %b92 ], [ %v147, %b120 ]
  %v123 = icmp slt i64 %i122, %v85
  br i1 %v123, label %b120, label %b121
b120:
  %v124 = getelementptr inbounds float, ptr %v24, i64 %i122
  %v125 = load float, ptr %v124, align 4
  %v126 = fmul float 0x3FECCCCCC0000000, %v125
  %v127 = getelementptr inbounds float, ptr %v29, i64 %i122
  %v128 = load float, ptr %v127, align 4
  %v129 = fmul float 0x3FB99999A0000000, %v128
  %v130 = fadd float %v126, %v129
  %v131 = getelementptr inbounds float, ptr %v34, i64 %i122
  %v132 = load float, ptr %v131, align 4
  %v133 = fmul float 0x3FEFF7CEE0000000, %v132
  %v134 = fmul float 0x3F50624DE0000000, %v128
  %v135 = fmul float %v134, %v128
  %v136 = fadd float %v133, %v135
  %v137 = getelementptr inbounds float, ptr %v39, i64 %i122
  %v138 = load float, ptr %v137, align 4
  %v139 = fmul float 0x3F50624DE0000000, %v130
  %v140 = call float @llvm.sqrt.f32(float %v136)
  %v141 = fadd float %v140, 0x3E45798EE0000000
  %v142 = fdiv float %v139, %v141
  %v143 = fsub float %v138, %v142
  %v144 = getelementptr inbounds float, ptr %v44, i64 %i122
  store float %v130, ptr %v144, align 4
  %v145 = getelementptr inbounds float, ptr %v49, i64 %i122
  store float %v136, ptr %v145, align 4
  %v146 = getelementptr inbounds float, ptr %v54, i64 %i122
  store float %v143, ptr %v146, align 4
  %v147 = add nsw i64 %i122, 1
  br label %b119
b121:
  %v148 = add nsw i64 %c81_0, 1
  %v149 = add nsw i64 %i81, 1
  br label %b78
b80:
  %v150 = add nsw i64 %i10, 1
  br label %b7
b9:
  ret void
}
define internal i64 @find_member(ptr noalias %numbers, i64 %width, i64 %count, i64 %place) nounwind "no-builtins" {
entry:
  br label %start
start:
  br label %b1
b1:
  %i4 = phi i64 [ 0, %start ], [ %v20, %b2 ]
  %c4_0 = phi i64 [ 0, %start ], [ %v18, %b2 ]
  %c4_1 = phi i64 [ %count, %start ], [ %v19, %b2 ]
  %v5 = icmp slt i64 %i4, 13
  br i1 %v5, label %b2, label %b3
b2:
  %v6 = add nsw i64 %c4_0, %c4_1
  %v7 = udiv i64 %v6, 2
  %v8 = icmp slt i64 %c4_0, %c4_1
  %v9 = add nsw i64 %v7, 1
  %v10 = mul nsw i64 %v9, %width
  %v11 = select i1 %v8, i64 %v10, i64 0
  %v12 = getelementptr inbounds i64, ptr %numbers, i64 %v11
  %v13 = load i64, ptr %v12, align 8
  %v14 = icmp sgt i64 %v13, %place
  %v15 = add nsw i64 %v7, 1
  %v16 = select i1 %v14, i64 %c4_0, i64 %v15
  %v17 = select i1 %v14, i64 %v7, i64 %c4_1
  %v18 = select i1 %v8, i64 %v16, i64 %c4_0
  %v19 = select i1 %v8, i64 %v17, i64 %c4_1
  %v20 = add nsw i64 %i4, 1
  br label %b1
b3:
  ret i64 %c4_0
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
